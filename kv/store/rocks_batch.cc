#include "kv/store/rocks_batch.h"

#include <cassert>

#include "kv/store/key_bounds.h"
#include "kv/store/rocks_slice.h"

namespace stator {

rocksdb::ColumnFamilyHandle* RocksBatch::HandleOf(Family family) {
  if (family.index < families_->size()) return (*families_)[family.index];
  Keep(rocksdb::Status::InvalidArgument("no such family"));
  return nullptr;
}

void RocksBatch::Put(Family family, std::string_view key, std::string_view value) {
  assert(key < kEndOfKeys);
  if (auto* handle = HandleOf(family)) Keep(batch_.Put(handle, ToSlice(key), ToSlice(value)));
}

void RocksBatch::Delete(Family family, std::string_view key) {
  if (auto* handle = HandleOf(family)) Keep(batch_.Delete(handle, ToSlice(key)));
}

// One tombstone, whatever the size of the range, but each one that is still in memory or in a file
// slows the reads of its family a little: it is for dropping tables, not items. CompactRange later
// removes the range and the tombstone.
void RocksBatch::DeleteRange(Family family, std::string_view begin, std::string_view end) {
  const std::string_view limit = end.empty() ? kEndOfKeys : end;
  // RocksDB finds out about an inverted range only after it is in the log, and stops for good.
  if (begin >= limit) return;
  if (auto* handle = HandleOf(family)) {
    Keep(batch_.DeleteRange(handle, ToSlice(begin), ToSlice(limit)));
  }
}

void RocksBatch::Clear() {
  batch_.Clear();
  defect_ = rocksdb::Status::OK();
}

uint64_t RocksBatch::LastSequence() const {
  // RocksDB numbers the writes of a batch one by one and leaves the first number in its header: the
  // first 8 bytes of Data(), little endian (kept stable as the same bytes are the log's).
  const std::string& bytes = batch_.Data();
  uint64_t first = 0;
  for (int i = 7; i >= 0; --i) first = first << 8 | static_cast<unsigned char>(bytes[i]);
  return first + batch_.Count() - 1;
}

}  // namespace stator
