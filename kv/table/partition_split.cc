#include "kv/table/partition_split.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "kv/partition/partition_map.h"

namespace stator {
namespace {

Result<size_t> Choose(const std::vector<PartitionRange>& partitions, std::optional<uint32_t> id) {
  if (!id) return WidestPartition(partitions);
  const auto it = std::find_if(partitions.begin(), partitions.end(),
                               [id](const PartitionRange& p) { return p.id == *id; });
  if (it == partitions.end()) {
    return ValidationError("The table has no partition " + std::to_string(*id));
  }
  return static_cast<size_t>(it - partitions.begin());
}

// The map that the point is about, and the number that the next new partition gets.
struct MapToSplit {
  std::vector<PartitionRange>* partitions = nullptr;
  uint32_t* next_id = nullptr;
  std::optional<WarmThroughput>* warm = nullptr;
};

WarmThroughput Higher(const WarmThroughput& a, const WarmThroughput& b) {
  return {std::max(a.read_units, b.read_units), std::max(a.write_units, b.write_units)};
}

Result<MapToSplit> FindMap(const std::string& index_name, TableSchema* schema) {
  if (index_name.empty()) {
    return MapToSplit{&schema->partitions, &schema->next_partition_id, &schema->warm};
  }
  for (IndexSchema& index : schema->indexes) {
    if (index.name != index_name || index.kind != IndexKind::kGlobal) continue;
    return MapToSplit{&index.partitions, &index.next_partition_id, &index.warm};
  }
  return ValidationError("The table has no global index " + index_name);
}

Result<PartitionSplit> SplitSchema(const SplitPoint& point, TableSchema* schema) {
  STATOR_ASSIGN_OR_RETURN(const MapToSplit map, FindMap(point.index_name, schema));
  if (map.partitions->empty()) map.partitions->emplace_back();
  STATOR_ASSIGN_OR_RETURN(const size_t i, Choose(*map.partitions, point.partition_id));
  PartitionSplit split;
  split.partition_id = (*map.partitions)[i].id;
  const std::string boundary =
      point.boundary.empty() ? MiddleHashOf(*map.partitions, i) : point.boundary;
  if (boundary.empty() || !SplitPartition(i, boundary, map.partitions, map.next_id)) {
    return ValidationError("Partition " + std::to_string(split.partition_id) +
                           " cannot be split there");
  }
  split.low_id = (*map.partitions)[i].id;
  split.high_id = (*map.partitions)[i + 1].id;
  return split;
}

// Changes the table's maps and remembers that it did.
Status ChangeMaps(Catalog* catalog, Table* table, const SplitCause& cause,
                  const Catalog::Change& change) {
  TableSchema before;
  TableSchema after;
  const auto watched = [&](TableSchema* schema) -> Status {
    before = *schema;
    STATOR_RETURN_IF_ERROR(change(schema));
    after = *schema;
    return OkStatus();
  };
  STATOR_RETURN_IF_ERROR(catalog->Update(table, watched));
  table->splits().Note(before, after, cause.reason, cause.clock->WallMicros());
  return OkStatus();
}

}  // namespace

Result<PartitionSplit> SplitPartition(Catalog* catalog, Table* table, const SplitPoint& point,
                                      const SplitCause& cause) {
  PartitionSplit split;
  const auto change = [&](TableSchema* schema) -> Status {
    STATOR_ASSIGN_OR_RETURN(split, SplitSchema(point, schema));
    return OkStatus();
  };
  STATOR_RETURN_IF_ERROR(ChangeMaps(catalog, table, cause, change));
  return split;
}

Status GrowPartitionsFor(Catalog* catalog, Table* table, const std::string& index_name,
                         const WarmThroughput& grown, const Clock& clock) {
  const auto change = [&](TableSchema* schema) -> Status {
    if (schema->billing_mode != BillingMode::kPayPerRequest) {
      return ValidationError("The table is not on demand");
    }
    STATOR_ASSIGN_OR_RETURN(const MapToSplit map, FindMap(index_name, schema));
    *map.warm = Higher(map.warm->value_or(WarmThroughput()), grown);
    GrowPartitions(PartitionsNeeded(schema->billing_mode, {}, *map.warm), map.partitions,
                   map.next_id);
    return OkStatus();
  };
  return ChangeMaps(catalog, table, {SplitReason::kGrowth, &clock}, change);
}

}  // namespace stator
