// The two cursors of item_reader.h.
#include <algorithm>
#include <cassert>
#include <utility>

#include "kv/codec/key_codec.h"
#include "kv/table/item_reader.h"

namespace stator {
namespace {

// The smallest key behind `key`.
std::string KeyBehind(std::string_view key) {
  std::string behind(key);
  behind.push_back('\0');
  return behind;
}

bool IsEmpty(const KeyRange& range) { return !range.end.empty() && range.begin >= range.end; }

// What both cursors share: checks each entry as the walk reaches it.
class CheckedCursor : public ItemCursor {
 public:
  bool Valid() const override { return valid_; }
  ItemView item() const override { return item_; }
  std::string_view key() const override { return cursor_->key(); }
  Status status() const override { return status_; }

 protected:
  void Open(std::unique_ptr<Cursor> cursor) {
    cursor_ = std::move(cursor);
    Look();
  }
  void Step() {
    cursor_->Next();
    Look();
  }

 private:
  void Look() {
    valid_ = cursor_->Valid();
    if (!valid_) {
      status_ = cursor_->status();
      return;
    }
    item_ = ItemView(cursor_->value());
    if (!item_.valid()) {
      valid_ = false;
      status_ = CorruptionError("a stored item does not decode");
    }
  }

  std::unique_ptr<Cursor> cursor_;
  ItemView item_;
  bool valid_ = false;
  Status status_;
};

class CollectionCursor final : public CheckedCursor {
 public:
  CollectionCursor(const Store& store, uint32_t partition, const KeyRange& range, bool reverse,
                   const Snapshot* snapshot) {
    if (IsEmpty(range)) return;
    ReadOptions options;
    options.reverse = reverse;
    options.snapshot = snapshot;
    Open(store.NewCursor(PartitionFamily(partition), range, options));
  }
  void Next() override {
    assert(Valid());
    Step();
  }
};

class ScanCursor final : public CheckedCursor {
 public:
  ScanCursor(const Store& store, KeyRange range, uint32_t first_partition, uint32_t last_partition,
             const ReadOptions& options)
      : store_(store),
        range_(std::move(range)),
        options_(options),
        partition_(first_partition),
        last_partition_(last_partition) {
    if (IsEmpty(range_)) return;
    OpenPartition();
    SkipEmptyPartitions();
  }
  void Next() override {
    assert(Valid());
    Step();
    SkipEmptyPartitions();
  }

 private:
  void OpenPartition() { Open(store_.NewCursor(PartitionFamily(partition_), range_, options_)); }
  void SkipEmptyPartitions() {
    while (!Valid() && status().ok() && partition_ < last_partition_) {
      ++partition_;
      OpenPartition();
    }
  }

  const Store& store_;
  const KeyRange range_;  // the same in each family: a family holds only its own hashes
  const ReadOptions options_;
  uint32_t partition_;
  const uint32_t last_partition_;
};

std::string HashPrefix(uint32_t id, uint64_t hash) {
  std::string prefix;
  AppendBigEndian32(id, &prefix);
  AppendBigEndian64(hash, &prefix);
  return prefix;
}

}  // namespace

std::unique_ptr<ItemCursor> NewCollectionCursor(const Store& store, const CollectionRange& range,
                                                bool reverse, std::string_view after,
                                                const Snapshot* snapshot) {
  KeyRange keys = range.keys;
  if (!after.empty()) {
    if (reverse) {
      if (keys.end.empty() || after < keys.end) keys.end = after;
    } else {
      keys.begin = std::max(keys.begin, KeyBehind(after));
    }
  }
  return std::make_unique<CollectionCursor>(store, range.partition, keys, reverse, snapshot);
}

std::unique_ptr<ItemCursor> NewScanCursor(const Store& store, uint32_t id, HashRange hashes,
                                          std::string_view after, const ReadOptions& options) {
  uint64_t first = hashes.first;
  KeyRange keys{HashPrefix(id, first), PrefixSuccessor(HashPrefix(id, hashes.last))};
  if (after.size() >= kKeyPrefixBytes && after >= keys.begin) {
    keys.begin = KeyBehind(after);
    first = ReadBigEndian64(after.substr(kKeyIdBytes));
  }
  ReadOptions forward = options;
  forward.reverse = false;
  return std::make_unique<ScanCursor>(store, std::move(keys),
                                      PartitionOfHash(first, store.partitions()),
                                      PartitionOfHash(hashes.last, store.partitions()), forward);
}

}  // namespace stator
