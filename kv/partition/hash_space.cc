#include "kv/partition/hash_space.h"

#include <bit>
#include <cassert>

#include "kv/base/hash.h"

namespace stator {
namespace {

// The smallest hash of slice i when 2^64 hashes are cut into n slices: ceil(i * 2^64 / n). For i =
// n it is 2^64, which wraps to 0.
uint64_t FirstOfSlice(uint32_t i, uint32_t n) {
  // The dividend needs 84 bits: i <= 1,000,000.
  __extension__ using Wide = unsigned __int128;
  return static_cast<uint64_t>(((Wide{i} << 64) + (n - 1)) / n);
}

}  // namespace

uint64_t PartitionHash(std::string_view hash_key_parts) { return HashBytes(hash_key_parts); }

uint32_t PartitionOfHash(uint64_t hash, uint32_t partitions) {
  assert(std::has_single_bit(partitions));
  const int bits = std::countr_zero(partitions);
  // A shift by 64 would be undefined.
  return bits == 0 ? 0 : static_cast<uint32_t>(hash >> (64 - bits));
}

uint64_t FirstHashOfPartition(uint32_t partition, uint32_t partitions) {
  assert(std::has_single_bit(partitions) && partition < partitions);
  const int bits = std::countr_zero(partitions);
  return bits == 0 ? 0 : uint64_t{partition} << (64 - bits);
}

HashRange SegmentRange(uint32_t segment, uint32_t total_segments) {
  assert(segment < total_segments);
  return {FirstOfSlice(segment, total_segments), FirstOfSlice(segment + 1, total_segments) - 1};
}

}  // namespace stator
