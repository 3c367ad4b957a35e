#include "api/iam/quoted_text.h"

namespace stator::api::iam {

std::string Shown(std::string_view text) {
  if (text.size() <= kMaxShownBytes) return std::string(text);
  size_t end = kMaxShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

std::string Quoted(std::string_view text) { return "\"" + Shown(text) + "\""; }

}  // namespace stator::api::iam
