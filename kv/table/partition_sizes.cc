#include "kv/table/partition_sizes.h"

#include <numeric>
#include <string_view>

#include "kv/codec/key_codec.h"
#include "kv/partition/hash_space.h"
#include "kv/partition/partition_map.h"

namespace stator {
namespace {

// Of the keys of `id` from first_key up to `end` ("": to the id's last).
uint64_t StoredBytes(const Store& store, uint32_t id, std::string_view first_key,
                     std::string_view end) {
  KeyRange range;
  AppendBigEndian32(id, &range.begin);
  range.end = end.empty() ? PrefixSuccessor(range.begin) : range.begin + std::string(end);
  range.begin += first_key;
  const auto family_of = [&store](std::string_view key, uint64_t otherwise) {
    const uint64_t hash = key.size() < kKeyHashBytes ? otherwise : ReadBigEndian64(key);
    return PartitionOfHash(hash, store.partitions());
  };
  uint64_t bytes = 0;
  const uint32_t last = family_of(end, UINT64_MAX);
  for (uint32_t family = family_of(first_key, 0); family <= last; ++family) {
    bytes += store.ApproximateBytes(PartitionFamily(family), range);
  }
  return bytes;
}

// What counts towards the partitions of a table or index: ids, and their exact size.
struct Contents {
  std::vector<PartitionRange> partitions;
  std::vector<uint32_t> ids;
  uint64_t bytes = 0;

  void Add(const Table& table, uint32_t id) {
    ids.push_back(id);
    const auto counters = table.counters(id);
    if (counters == nullptr) return;
    const int64_t size = counters->size_bytes.load(std::memory_order_relaxed);
    if (size > 0) bytes += static_cast<uint64_t>(size);
  }
};

Contents ContentsOf(const Table& table, const std::string& index_name) {
  const std::shared_ptr<const TableSchema> schema = table.schema();
  Contents contents;
  if (index_name.empty()) {
    contents.partitions = schema->partitions;
    contents.Add(table, schema->id);
  }
  for (const IndexSchema& index : schema->indexes) {
    const bool local = index.kind == IndexKind::kLocal;
    if (local ? !index_name.empty() : index.name != index_name) continue;
    if (!local) contents.partitions = index.partitions;
    contents.Add(table, index.id);
  }
  if (contents.partitions.empty()) contents.partitions.emplace_back();
  return contents;
}

}  // namespace

std::vector<uint64_t> PartitionSizes(const Store& store, const Table& table,
                                     const std::string& index_name) {
  const Contents contents = ContentsOf(table, index_name);
  if (contents.ids.empty()) return {};
  const std::vector<PartitionRange>& partitions = contents.partitions;
  std::vector<uint64_t> sizes(partitions.size());
  if (partitions.size() == 1 || contents.bytes == 0) {
    sizes.front() = contents.bytes;
    return sizes;
  }
  for (const uint32_t id : contents.ids) {
    for (size_t i = 0; i < partitions.size(); ++i) {
      sizes[i] += StoredBytes(store, id, partitions[i].first_key, EndOfPartition(partitions, i));
    }
  }
  const uint64_t stored = std::accumulate(sizes.begin(), sizes.end(), uint64_t{0});
  const double scale =
      stored == 0 ? 0 : static_cast<double>(contents.bytes) / static_cast<double>(stored);
  for (uint64_t& size : sizes) size = static_cast<uint64_t>(static_cast<double>(size) * scale);
  return sizes;
}

}  // namespace stator
