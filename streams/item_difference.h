// One item told by what it has in common with another. Most changes touch little of an item, so an
// old image beside a new one takes few bytes. Layout: kv/FORMAT.md, "Streams family".
#pragma once

#include <string>
#include <string_view>

namespace stator {

// Both are the bytes of items. Appends the difference that leads from `base` to `target`.
void AppendItemDifference(std::string_view base, std::string_view target, std::string* out);

// Appends the target to *out. False when the bytes are no difference to this base; *out is then
// unspecified. Memory-safe on any bytes; the result is an item only if base and difference are
// sound.
bool ApplyItemDifference(std::string_view base, std::string_view difference, std::string* out);

}  // namespace stator
