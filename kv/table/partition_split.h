// Splitting a logical partition of a table: metadata only, no item moves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "kv/base/clock.h"
#include "kv/base/status.h"
#include "kv/table/catalog.h"

namespace stator {

struct PartitionSplit {
  uint32_t partition_id = 0;  // the one that is gone
  uint32_t low_id = 0;        // the two that took its place, in key order
  uint32_t high_id = 0;
};

// Which partition, and where. The boundary is an item key without the table's id, or the beginning
// of one; empty: in the middle of the partition's hashes. No partition: the one with the widest
// range of hashes.
struct SplitPoint {
  std::optional<uint32_t> partition_id;
  std::string boundary;
  std::string index_name;  // a global index; "": the table
};

// Why, for the table's history, and the clock that tells when.
struct SplitCause {
  SplitReason reason = SplitReason::kRequest;
  const Clock* clock = nullptr;
};

// Waits for the table's writers, splits, and lets them go on: whatever was acknowledged before is a
// change of the old partition. kNotFound when the table is gone; kValidation when it has no such
// global index or partition, or the boundary is not inside it, or its range is too narrow to be
// halved.
Result<PartitionSplit> SplitPartition(Catalog* catalog, Table* table, const SplitPoint& point,
                                      const SplitCause& cause);

// Splits the widest partitions until there are enough to serve `grown`, and keeps that an on-demand
// table or index is warm for it. Errors likewise; kValidation when it is not on demand any more.
Status GrowPartitionsFor(Catalog* catalog, Table* table, const std::string& index_name,
                         const WarmThroughput& grown, const Clock& clock);

}  // namespace stator
