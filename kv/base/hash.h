// The frozen hash of partition keys: XXH3, 64 bits, seed 0. Its values are on disk (kv/FORMAT.md):
// it decides which column family an item is in and the order in which Scan returns items.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stator {

uint64_t HashBytes(std::string_view bytes);

// For hash maps keyed by std::string that are looked up with std::string_view.
struct StringHash {
  using is_transparent = void;
  size_t operator()(std::string_view s) const { return static_cast<size_t>(HashBytes(s)); }
};

}  // namespace stator
