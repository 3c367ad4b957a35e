#include "api/ops/describe_partitions.h"

#include <utility>
#include <vector>

#include "api/ops/find_table.h"
#include "kv/table/partition_sizes.h"

namespace stator::api {
namespace {

void ShiftSeconds(int64_t seconds, TableCapacity::KindUse* use) {
  for (auto* partitions : {&use->partitions, &use->ended}) {
    for (PartitionUse& partition : *partitions) {
      for (SecondOfUse& one : partition.seconds) one.second += seconds;
    }
  }
}

}  // namespace

Result<DescribePartitionsResponse> DescribePartitions(const OpContext& context,
                                                      const DescribePartitionsRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindTableInAnySpace(context, request.table_name));
  const std::shared_ptr<const TableSchema> schema = table->schema();
  DescribePartitionsResponse response;
  response.table_name = schema->name;
  TableCapacity& capacity = table->capacity();
  response.mode = capacity.ModeOr(context.database->capacity().mode());
  const Clock& clock = context.database->clock();
  // Buckets go by a clock that does not jump when the machine's is set.
  const int64_t shift = (clock.WallMicros() - clock.MonotonicMicros()) / 1'000'000;
  for (TableCapacity::ResourceUse& use : capacity.Use(clock.MonotonicMicros())) {
    ShiftSeconds(shift, &use.read);
    ShiftSeconds(shift, &use.write);
    std::vector<uint64_t> sizes = PartitionSizes(context.database->store(), *table, use.index_name);
    sizes.resize(use.ranges.size());  // the map may have changed meanwhile
    response.resources.push_back({std::move(use), std::move(sizes)});
  }
  response.splits = table->splits().Events();
  return response;
}

}  // namespace stator::api
