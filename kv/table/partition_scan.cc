#include "kv/table/partition_scan.h"

#include "kv/codec/key_codec.h"
#include "kv/table/item_reader.h"

namespace stator {
namespace {

uint64_t HashAt(std::string_view key, uint64_t otherwise) {
  return key.size() < kKeyHashBytes ? otherwise : ReadBigEndian64(key);
}

uint64_t Distance(uint64_t a, uint64_t b) { return a < b ? b - a : a - b; }

}  // namespace

PartitionScan::PartitionScan(uint32_t id, const PartitionRange& range, std::string_view end,
                             uint64_t mark_bytes, bool keep_collections)
    : id_(id), end_(end), mark_bytes_(mark_bytes), keep_collections_(keep_collections) {
  AppendBigEndian32(id, &last_key_);
  last_key_ += range.first_key;
}

Result<bool> PartitionScan::Read(const Store& store, Step step) {
  ReadOptions options;
  options.fill_cache = false;
  const std::string_view start = std::string_view(last_key_).substr(kKeyIdBytes);
  const HashRange hashes{HashAt(start, 0), HashAt(end_, UINT64_MAX)};
  const auto cursor = NewScanCursor(store, id_, hashes, last_key_, options);
  const uint64_t end_bytes = bytes_ + step.bytes;
  for (; cursor->Valid() && step.entries > 0 && bytes_ < end_bytes; cursor->Next()) {
    --step.entries;
    if (!end_.empty() && cursor->key().substr(kKeyIdBytes) >= end_) return true;
    Pass(cursor->key());
    bytes_ += cursor->item().SizeBytes();
  }
  STATOR_RETURN_IF_ERROR(cursor->status());
  return !cursor->Valid();
}

// Before the bytes of the entry with that key are counted.
void PartitionScan::Pass(std::string_view key) {
  const std::string_view hash = key.substr(0, kKeyPrefixBytes);
  const bool inside = any_ && last_key_.compare(0, kKeyPrefixBytes, hash) == 0;
  const uint64_t last_mark = marks_.empty() ? 0 : marks_.back().bytes_before;
  if (any_ && bytes_ - last_mark >= mark_bytes_ && !(inside && keep_collections_)) {
    const std::string_view boundary = inside ? key : hash;
    marks_.push_back({bytes_, std::string(boundary.substr(kKeyIdBytes))});
  }
  last_key_ = key;
  any_ = true;
}

std::optional<std::string> PartitionScan::Middle() const {
  const Mark* best = nullptr;
  for (const Mark& mark : marks_) {
    if (best == nullptr ||
        Distance(mark.bytes_before, bytes_ / 2) < Distance(best->bytes_before, bytes_ / 2)) {
      best = &mark;
    }
  }
  if (best == nullptr) return std::nullopt;
  return best->boundary;
}

}  // namespace stator
