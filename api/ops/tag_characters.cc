#include "api/ops/tag_characters.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace stator::api {
namespace {

struct CodePointRange {
  uint32_t first;
  uint32_t last;
};

// Neither letter nor digit nor space, by rising code points.
constexpr std::array<CodePointRange, 25> kRefused =
    {
        {
            {0x80, 0x9F},  // controls
            {0xA1, 0xA9},  // Latin-1 punctuation and symbols, without ª ² ³ ¹ º ¼ ½ ¾
            {0xAB, 0xB1},        {0xB4, 0xB4},       {0xB6, 0xB8},
            {0xBB, 0xBB},        {0xBF, 0xBF},       {0xD7, 0xD7},
            {0xF7, 0xF7},        {0x2010, 0x2027},  // general punctuation, without its spaces
            {0x202A, 0x202E},    {0x2030, 0x205E},   {0x2060, 0x206F},
            {0x207A, 0x207E},                       // super- and subscript signs
            {0x208A, 0x208E},    {0x20A0, 0x20FF},  // currencies and combining marks for symbols
            {0x2190, 0x245F},                       // arrows, mathematics, technical
            {0x2500, 0x2BFF},  // box drawing, shapes, dingbats (their few numbers with them)
            {0x3001, 0x3004},  // CJK punctuation, without the space and the letters among it
            {0x3008, 0x3020},    {0xD800, 0xF8FF},  // surrogates, private use
            {0xFE10, 0xFE6F},  // presentation forms of punctuation, variation selectors
            {0xFFE0, 0xFFFF},    {0x1F000, 0x1FBEF},  // pictures
            {0xE0000, 0x10FFFF},
        }};

bool IsAllowedAscii(uint32_t c) {
  constexpr std::string_view kSigns = " +-=._:/@";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kSigns.find(static_cast<char>(c)) != std::string_view::npos;
}

bool IsAllowed(uint32_t c) {
  if (c < 0x80) return IsAllowedAscii(c);
  const auto it = std::find_if(kRefused.begin(), kRefused.end(),
                               [c](const CodePointRange& range) { return c <= range.last; });
  return it == kRefused.end() || c < it->first;
}

// Takes one code point from the front; none for malformed UTF-8.
std::optional<uint32_t> TakeCodePoint(std::string_view* text) {
  const auto lead = static_cast<uint8_t>(text->front());
  size_t length = 1;
  uint32_t c = lead;
  if (lead >= 0xF0 && lead < 0xF8) {
    length = 4;
    c = lead & 0x07U;
  } else if (lead >= 0xE0 && lead < 0xF0) {
    length = 3;
    c = lead & 0x0FU;
  } else if (lead >= 0xC0 && lead < 0xE0) {
    length = 2;
    c = lead & 0x1FU;
  } else if (lead >= 0x80) {
    return std::nullopt;
  }
  if (text->size() < length) return std::nullopt;
  for (size_t i = 1; i < length; ++i) {
    const auto next = static_cast<uint8_t>((*text)[i]);
    if ((next & 0xC0U) != 0x80U) return std::nullopt;
    c = (c << 6U) | (next & 0x3FU);
  }
  text->remove_prefix(length);
  return c;
}

}  // namespace

bool IsTagText(std::string_view text, size_t most) {
  size_t units = 0;
  while (!text.empty()) {
    const std::optional<uint32_t> c = TakeCodePoint(&text);
    if (!c || !IsAllowed(*c)) return false;
    units += *c >= 0x10000 ? 2 : 1;
  }
  return units <= most;
}

}  // namespace stator::api
