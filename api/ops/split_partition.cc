#include "api/ops/split_partition.h"

#include <memory>
#include <string>

#include "api/ops/table_errors.h"
#include "kv/table/partition_split.h"

namespace stator::api {
namespace {

Result<std::shared_ptr<Table>> FindInAnySpace(const OpContext& context, const std::string& name) {
  const Catalog& catalog = context.database->catalog();
  if (std::shared_ptr<Table> table = catalog.Find(context.space, name)) return table;
  std::shared_ptr<Table> found;
  for (std::shared_ptr<Table>& table : catalog.All()) {
    if (table->schema()->name != name) continue;
    if (found != nullptr) {
      return ValidationError("Several accounts or regions have a table of that name: " + name);
    }
    found = std::move(table);
  }
  if (found == nullptr) return NoSuchTable(name);
  return found;
}

}  // namespace

Result<SplitPartitionResponse> SplitPartition(const OpContext& context,
                                              const SplitPartitionRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindInAnySpace(context, request.table_name));
  SplitPoint point;
  if (request.partition_id) {
    if (*request.partition_id < 0 || *request.partition_id > UINT32_MAX) {
      return ValidationError("PartitionId is out of range");
    }
    point.partition_id = static_cast<uint32_t>(*request.partition_id);
  }
  STATOR_ASSIGN_OR_RETURN(const PartitionSplit split,
                          SplitPartition(&context.database->catalog(), table.get(), point));
  return SplitPartitionResponse{split.partition_id, split.low_id, split.high_id};
}

}  // namespace stator::api
