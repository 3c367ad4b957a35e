#include "kv/store/pinned_value.h"

#include <utility>

#include "kv/store/rocks_slice.h"

namespace stator {

PinnedValue::PinnedValue() { new (StoreAccess::StorageOf(this)) Rep(); }

PinnedValue::~PinnedValue() { StoreAccess::RepOf(this)->~Rep(); }

// Not RocksDB's move constructor: it leaves the new slice's buffer unset when it takes over a pin,
// and the next Get into it would crash.
PinnedValue::PinnedValue(PinnedValue&& other) noexcept : PinnedValue() { *this = std::move(other); }

PinnedValue& PinnedValue::operator=(PinnedValue&& other) noexcept {
  if (this != &other) {
    StoreAccess::RepOf(this)->slice = std::move(StoreAccess::RepOf(&other)->slice);
  }
  return *this;
}

std::string_view PinnedValue::bytes() const { return ToView(StoreAccess::RepOf(this)->slice); }

}  // namespace stator
