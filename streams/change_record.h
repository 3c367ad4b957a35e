// One change of an item as the streams family keeps it: an image is the item's own bytes, so a
// record costs a copy and no encoding, and an old image beside a new one is told by its difference.
// Layout: kv/FORMAT.md, "Streams family".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/table/write_observer.h"

namespace stator {

// On disk; never change.
enum class ChangeKind : uint8_t { kInsert = 1, kModify = 2, kRemove = 3 };

// Views live as long as the bytes that were decoded.
struct ChangeView {
  ChangeKind kind = ChangeKind::kInsert;
  WriteOrigin origin = WriteOrigin::kUser;
  int64_t micros = 0;  // when the change was made
  // The key attributes; only where the stream's view leaves no image of this change.
  std::optional<ItemView> key;
  std::optional<ItemView> new_image;
  std::optional<Item> old_image;

  // The item to take the key from: never empty.
  ItemView any() const { return new_image ? *new_image : old_image ? old_image->view() : *key; }
};

// Appends the record that a stream with that view (not kNone) keeps of the change.
void AppendChange(StreamViewType view, const ItemChange& change, std::string* out);

// kCorruption for anything that AppendChange does not write, but for the inside of the items.
Result<ChangeView> DecodeChange(std::string_view bytes);

}  // namespace stator
