#include "kv/partition/partition_map.h"

#include <algorithm>
#include <cassert>

#include "kv/codec/key_codec.h"
#include "kv/partition/hash_space.h"

namespace stator {
namespace {

constexpr int64_t kReadUnitsOfPartition = 3'000;
constexpr int64_t kWriteUnitsOfPartition = 1'000;
constexpr int64_t kOnDemandPartitions = 4;
constexpr int64_t kMostPartitions = 1'000;

int64_t RoundUp(int64_t units, int64_t of_partition) {
  return units / of_partition + (units % of_partition > 0 ? 1 : 0);
}

// Reads and writes together use a partition up (AWS's guide: RCU / 3,000 + WCU / 1,000).
int64_t PartitionsForUnits(const ProvisionedThroughput& throughput) {
  const int64_t read_share = throughput.read_units * kWriteUnitsOfPartition;
  const int64_t write_share = throughput.write_units * kReadUnitsOfPartition;
  return RoundUp(read_share + write_share, kReadUnitsOfPartition * kWriteUnitsOfPartition);
}

// The first hash that a boundary lets in: a boundary inside an item collection cuts its hash.
uint64_t HashOfBoundary(std::string_view boundary) {
  return boundary.size() < kKeyHashBytes ? 0 : ReadBigEndian64(boundary);
}

uint64_t WidthOf(const std::vector<PartitionRange>& partitions, size_t i) {
  const std::string_view end = EndOfPartition(partitions, i);
  return (end.empty() ? UINT64_MAX : HashOfBoundary(end)) - HashOfBoundary(partitions[i].first_key);
}

}  // namespace

uint32_t PartitionsNeeded(BillingMode billing, const ProvisionedThroughput& throughput,
                          const std::optional<WarmThroughput>& warm) {
  int64_t count =
      billing == BillingMode::kPayPerRequest ? kOnDemandPartitions : PartitionsForUnits(throughput);
  if (warm) {
    count = std::max({count, RoundUp(warm->read_units, kReadUnitsOfPartition),
                      RoundUp(warm->write_units, kWriteUnitsOfPartition)});
  }
  return static_cast<uint32_t>(std::clamp<int64_t>(count, 1, kMostPartitions));
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

size_t WidestPartition(const std::vector<PartitionRange>& partitions) {
  size_t widest = 0;
  for (size_t i = 1; i < partitions.size(); ++i) {
    if (WidthOf(partitions, i) > WidthOf(partitions, widest)) widest = i;
  }
  return widest;
}

bool GrowPartitions(uint32_t count, std::vector<PartitionRange>* partitions, uint32_t* next_id) {
  if (partitions->empty()) {
    if (count <= 1) return false;
    partitions->emplace_back();
  }
  const size_t before = partitions->size();
  while (partitions->size() < count) {
    const size_t i = WidestPartition(*partitions);
    const std::string boundary = MiddleHashOf(*partitions, i);
    if (boundary.empty() || !SplitPartition(i, boundary, partitions, next_id)) break;
  }
  return partitions->size() > before;
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
