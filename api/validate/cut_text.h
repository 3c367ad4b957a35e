// The start of a text that is repeated in an error.
#pragma once

#include <cstddef>
#include <string_view>

namespace stator::api::validate {

// Values and names beyond this are repeated in part: ten broken constraints would make ten copies
// of a body of 16 MB.
inline constexpr size_t kMaxEchoBytes = 64 * 1024;

// At most max_bytes of the text, cut where a character ends.
inline std::string_view CutText(std::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace stator::api::validate
