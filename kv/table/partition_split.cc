#include "kv/table/partition_split.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "kv/codec/key_codec.h"
#include "kv/partition/partition_map.h"

namespace stator {
namespace {

uint64_t HashOf(std::string_view key) {
  return key.size() < kKeyHashBytes ? 0 : ReadBigEndian64(key);
}

uint64_t WidthOf(const std::vector<PartitionRange>& partitions, size_t i) {
  const std::string_view end = EndOfPartition(partitions, i);
  return (end.empty() ? UINT64_MAX : HashOf(end)) - HashOf(partitions[i].first_key);
}

size_t WidestOf(const std::vector<PartitionRange>& partitions) {
  size_t widest = 0;
  for (size_t i = 1; i < partitions.size(); ++i) {
    if (WidthOf(partitions, i) > WidthOf(partitions, widest)) widest = i;
  }
  return widest;
}

Result<size_t> Choose(const std::vector<PartitionRange>& partitions, std::optional<uint32_t> id) {
  if (!id) return WidestOf(partitions);
  const auto it = std::find_if(partitions.begin(), partitions.end(),
                               [id](const PartitionRange& p) { return p.id == *id; });
  if (it == partitions.end()) {
    return ValidationError("The table has no partition " + std::to_string(*id));
  }
  return static_cast<size_t>(it - partitions.begin());
}

Result<PartitionSplit> SplitSchema(const SplitPoint& point, TableSchema* schema) {
  if (schema->partitions.empty()) schema->partitions.emplace_back();
  STATOR_ASSIGN_OR_RETURN(const size_t i, Choose(schema->partitions, point.partition_id));
  PartitionSplit split;
  split.partition_id = schema->partitions[i].id;
  const std::string boundary =
      point.boundary.empty() ? MiddleHashOf(schema->partitions, i) : point.boundary;
  if (boundary.empty() ||
      !SplitPartition(i, boundary, &schema->partitions, &schema->next_partition_id)) {
    return ValidationError("Partition " + std::to_string(split.partition_id) +
                           " cannot be split there");
  }
  split.low_id = schema->partitions[i].id;
  split.high_id = schema->partitions[i + 1].id;
  return split;
}

}  // namespace

Result<PartitionSplit> SplitPartition(Catalog* catalog, Table* table, const SplitPoint& point) {
  PartitionSplit split;
  const auto change = [&](TableSchema* schema) -> Status {
    STATOR_ASSIGN_OR_RETURN(split, SplitSchema(point, schema));
    return OkStatus();
  };
  STATOR_RETURN_IF_ERROR(catalog->Update(table, change));
  return split;
}

}  // namespace stator
