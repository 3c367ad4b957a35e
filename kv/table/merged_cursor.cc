// The collection of a partition key that is spread over write shards, in the order of sort keys.
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kv/codec/key_codec.h"
#include "kv/table/item_reader.h"

namespace stator {
namespace {

// What orders entries of one collection: all of the key but its id and hash.
std::string_view PartsOf(std::string_view key) { return key.substr(kKeyPrefixBytes); }

class MergedCursor final : public ItemCursor {
 public:
  MergedCursor(std::vector<std::unique_ptr<ItemCursor>> cursors, bool reverse)
      : cursors_(std::move(cursors)), reverse_(reverse) {
    Choose();
  }

  bool Valid() const override { return current_ != nullptr; }
  void Next() override {
    current_->Next();
    Choose();
  }
  ItemView item() const override { return current_->item(); }
  std::string_view key() const override { return current_->key(); }
  Status status() const override { return status_; }

 private:
  void Choose() {
    current_ = nullptr;
    for (const auto& cursor : cursors_) {
      if (!cursor->Valid()) {
        status_ = cursor->status();
        if (status_.ok()) continue;
        current_ = nullptr;  // an answer without its entries would be wrong
        return;
      }
      if (current_ == nullptr || IsBefore(*cursor, *current_)) current_ = cursor.get();
    }
  }

  bool IsBefore(const ItemCursor& a, const ItemCursor& b) const {
    const int order = PartsOf(a.key()).compare(PartsOf(b.key()));
    return reverse_ ? order > 0 : order < 0;
  }

  const std::vector<std::unique_ptr<ItemCursor>> cursors_;
  const bool reverse_;
  ItemCursor* current_ = nullptr;
  Status status_;
};

// The key in the range's shard that has the parts of `key`.
std::string InShardOf(const CollectionRange& range, std::string_view key) {
  return range.keys.begin.substr(0, kKeyPrefixBytes) + std::string(PartsOf(key));
}

}  // namespace

std::unique_ptr<ItemCursor> NewCollectionCursor(const Store& store,
                                                const std::vector<CollectionRange>& shards,
                                                bool reverse, std::string_view after,
                                                const Snapshot* snapshot) {
  if (shards.size() == 1) {
    return NewCollectionCursor(store, shards.front(), reverse, after, snapshot);
  }
  std::vector<std::unique_ptr<ItemCursor>> cursors;
  cursors.reserve(shards.size());
  for (const CollectionRange& shard : shards) {
    const std::string from = after.empty() ? std::string() : InShardOf(shard, after);
    cursors.push_back(NewCollectionCursor(store, shard, reverse, from, snapshot));
  }
  return std::make_unique<MergedCursor>(std::move(cursors), reverse);
}

}  // namespace stator
