#include "kv/partition/partition_map.h"

#include <algorithm>
#include <cassert>

#include "kv/codec/key_codec.h"
#include "kv/partition/hash_space.h"

namespace stator {
namespace {

constexpr int64_t kReadUnitsOfPartition = 3'000;
constexpr int64_t kWriteUnitsOfPartition = 1'000;
constexpr uint32_t kOnDemandPartitions = 4;

// The first hash that a boundary lets in: a boundary inside an item collection cuts its hash.
uint64_t HashOfBoundary(std::string_view boundary) {
  return boundary.size() < kKeyHashBytes ? 0 : ReadBigEndian64(boundary);
}

}  // namespace

uint32_t InitialPartitionCount(const TableSchema& schema) {
  if (schema.billing_mode == BillingMode::kPayPerRequest) return kOnDemandPartitions;
  const int64_t read_share = schema.throughput.read_units * kWriteUnitsOfPartition;
  const int64_t write_share = schema.throughput.write_units * kReadUnitsOfPartition;
  const int64_t whole = kReadUnitsOfPartition * kWriteUnitsOfPartition;
  const int64_t count = (read_share + write_share + whole - 1) / whole;
  return static_cast<uint32_t>(std::clamp<int64_t>(count, 1, 1'000));
}

std::vector<PartitionRange> EvenPartitions(uint32_t count, uint32_t* next_id) {
  std::vector<PartitionRange> partitions(count);
  for (uint32_t i = 0; i < count; ++i) {
    partitions[i].id = (*next_id)++;
    if (i > 0) AppendBigEndian64(SegmentRange(i, count).first, &partitions[i].first_key);
  }
  return partitions;
}

size_t PartitionIndex(const std::vector<PartitionRange>& partitions,
                      std::string_view location_key) {
  assert(location_key.size() >= kKeyPrefixBytes);
  const std::string_view key = location_key.substr(kKeyIdBytes);
  const auto after = std::upper_bound(
      partitions.begin(), partitions.end(), key,
      [](std::string_view k, const PartitionRange& partition) { return k < partition.first_key; });
  return after == partitions.begin() ? 0 : static_cast<size_t>(after - partitions.begin()) - 1;
}

std::string_view EndOfPartition(const std::vector<PartitionRange>& partitions, size_t i) {
  return i + 1 < partitions.size() ? std::string_view(partitions[i + 1].first_key) : "";
}

std::string MiddleHashOf(const std::vector<PartitionRange>& partitions, size_t i) {
  const uint64_t first = HashOfBoundary(partitions[i].first_key);
  const std::string_view end = EndOfPartition(partitions, i);
  if (!end.empty() && HashOfBoundary(end) <= first) return "";
  const uint64_t last = end.empty() ? UINT64_MAX : HashOfBoundary(end) - 1;
  if (first == last) return "";
  std::string boundary;
  AppendBigEndian64(first + (last - first) / 2 + 1, &boundary);
  return boundary;
}

bool SplitPartition(size_t i, std::string_view boundary, std::vector<PartitionRange>* partitions,
                    uint32_t* next_id) {
  assert(i < partitions->size());
  const std::string first_key = (*partitions)[i].first_key;
  const std::string_view end = EndOfPartition(*partitions, i);
  if (boundary <= first_key || (!end.empty() && boundary >= end)) return false;
  const PartitionRange low{(*next_id)++, first_key};
  const PartitionRange high{(*next_id)++, std::string(boundary)};
  (*partitions)[i] = low;
  partitions->insert(partitions->begin() + static_cast<ptrdiff_t>(i) + 1, high);
  return true;
}

}  // namespace stator
