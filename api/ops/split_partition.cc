#include "api/ops/split_partition.h"

#include <memory>

#include "api/ops/find_table.h"
#include "kv/table/partition_split.h"

namespace stator::api {

Result<SplitPartitionResponse> SplitPartition(const OpContext& context,
                                              const SplitPartitionRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindTableInAnySpace(context, request.table_name));
  SplitPoint point;
  if (request.partition_id) {
    if (*request.partition_id < 0 || *request.partition_id > UINT32_MAX) {
      return ValidationError("PartitionId is out of range");
    }
    point.partition_id = static_cast<uint32_t>(*request.partition_id);
  }
  STATOR_ASSIGN_OR_RETURN(const PartitionSplit split,
                          SplitPartition(&context.database->catalog(), table.get(), point,
                                         {SplitReason::kRequest, &context.database->clock()}));
  return SplitPartitionResponse{split.partition_id, split.low_id, split.high_id};
}

}  // namespace stator::api
