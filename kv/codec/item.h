// Items in their bytes: the currency of the store. An item is read from RocksDB, filtered,
// projected and written to a reply without ever being a tree. Canonical like values: equal items,
// equal bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kv/base/attributes.h"
#include "kv/codec/value.h"

namespace stator {

// Reads an item in place; memory-safe on any bytes, like ValueView.
class ItemView {
 public:
  ItemView() = default;  // an item without attributes
  explicit ItemView(std::string_view encoded);

  std::string_view encoded() const { return encoded_; }
  // Whether the header was readable. Says nothing about the rest: that is CheckItem.
  bool valid() const { return valid_; }
  // Bytes as DynamoDB counts them: names and values. Stored in the header, so free to ask.
  size_t SizeBytes() const { return size_bytes_; }
  size_t count() const { return attributes_.count(); }
  std::optional<ValueView> Find(std::string_view name) const { return attributes_.Member(name); }
  // The whole as an M: for MemberCursor and for paths.
  ValueView attributes() const { return attributes_; }

 private:
  std::string_view encoded_;
  size_t size_bytes_ = 0;
  bool valid_ = false;
  ValueView attributes_{AttributeType::kMap, {}};
};

// An item that owns its bytes.
class Item {
 public:
  Item();                                // no attributes
  Item(const AttributeMap& attributes);  // NOLINT: implicit on purpose
  Item(std::initializer_list<AttributeMap::Entry> entries) : Item(AttributeMap(entries)) {}
  explicit Item(const ItemView& view) : bytes_(view.encoded()) {}
  // Trusted: must pass CheckItem.
  static Item FromEncoded(std::string bytes);

  ItemView view() const STATOR_LIFETIME_BOUND { return ItemView(bytes_); }
  std::string_view encoded() const { return bytes_; }
  std::string ReleaseEncoded() && { return std::move(bytes_); }
  size_t SizeBytes() const { return view().SizeBytes(); }
  std::optional<ValueView> Find(std::string_view name) const STATOR_LIFETIME_BOUND {
    return view().Find(name);
  }
  AttributeMap ToMap() const;
  bool operator==(const Item& other) const { return bytes_ == other.bytes_; }

 private:
  std::string bytes_;
};

// Builds an item from attributes that arrive in any order, each already encoded or in place.
// Of attributes with equal names the last one stays. Reusable after Finish.
class ItemBuilder {
 public:
  // The views must live until Finish.
  void Add(std::string_view name, const ValueView& value) { attributes_.emplace_back(name, value); }
  size_t count() const { return attributes_.size(); }
  // Appends the item's bytes to *out and forgets the attributes.
  void FinishInto(std::string* out);
  Item Finish();

 private:
  std::vector<std::pair<std::string_view, ValueView>> attributes_;
};

// The item without what a projection leaves out: only the attributes named in `names` (sorted,
// unique).
Item ProjectTopLevel(const ItemView& item, const std::vector<std::string>& names);

AttributeMap ToAttributeMap(const ItemView& item);
// kCorruption unless the bytes are exactly one canonical item with a true size.
Status CheckItem(std::string_view bytes);

}  // namespace stator
