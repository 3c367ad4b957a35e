// Where a partition key lives. The 64-bit hash of the partition key's parts (as AppendKeyPart
// writes them, all HASH attributes one after the other) places it in the table's hash space; the
// top bits choose the column family. So families are consecutive hash ranges, and walking them in
// order walks the whole hash space in order, as Scan does. Frozen: kv/FORMAT.md.
#pragma once

#include <cstdint>
#include <string_view>

#include "kv/store/store.h"

namespace stator {

// The hash of encoded HASH key parts.
uint64_t PartitionHash(std::string_view hash_key_parts);

// The number of the partition family, 0 … partitions - 1. partitions: a power of two.
uint32_t PartitionOfHash(uint64_t hash, uint32_t partitions);
// The smallest hash that lives in partition p.
uint64_t FirstHashOfPartition(uint32_t partition, uint32_t partitions);

// Hashes first … last (both inclusive).
struct HashRange {
  uint64_t first = 0;
  uint64_t last = UINT64_MAX;
};
// Segment `segment` of `total_segments` of a parallel Scan: equal slices of the hash space that
// together cover it without overlap. 0 <= segment < total_segments <= 1,000,000.
HashRange SegmentRange(uint32_t segment, uint32_t total_segments);

}  // namespace stator
