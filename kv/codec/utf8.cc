#include "kv/codec/utf8.h"

#include <cstdint>
#include <cstring>

namespace stator {
namespace {

// What may follow a lead byte: the number of further bytes, and the range of the first of them (the
// others are always 0x80 … 0xBF). Table 3-7 of the Unicode standard.
struct Sequence {
  int more;  // -1: no lead byte
  unsigned char second_min;
  unsigned char second_max;
};

Sequence SequenceFor(unsigned char lead) {
  if (lead < 0xC2) return {-1, 0, 0};
  if (lead < 0xE0) return {1, 0x80, 0xBF};
  if (lead == 0xE0) return {2, 0xA0, 0xBF};
  if (lead == 0xED) return {2, 0x80, 0x9F};
  if (lead < 0xF0) return {2, 0x80, 0xBF};
  if (lead == 0xF0) return {3, 0x90, 0xBF};
  if (lead < 0xF4) return {3, 0x80, 0xBF};
  if (lead == 0xF4) return {3, 0x80, 0x8F};
  return {-1, 0, 0};
}

}  // namespace

bool IsValidUtf8(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    if (text.size() - i >= sizeof(uint64_t)) {
      uint64_t eight;
      std::memcpy(&eight, text.data() + i, sizeof(eight));
      if ((eight & 0x8080808080808080) == 0) {
        i += sizeof(eight);
        continue;
      }
    }
    const auto lead = static_cast<unsigned char>(text[i++]);
    if (lead < 0x80) continue;
    const Sequence sequence = SequenceFor(lead);
    if (sequence.more < 0 || text.size() - i < static_cast<size_t>(sequence.more)) return false;
    const auto second = static_cast<unsigned char>(text[i]);
    if (second < sequence.second_min || second > sequence.second_max) return false;
    for (int k = 1; k < sequence.more; ++k) {
      if ((static_cast<unsigned char>(text[i + static_cast<size_t>(k)]) & 0xC0) != 0x80)
        return false;
    }
    i += static_cast<size_t>(sequence.more);
  }
  return true;
}

}  // namespace stator
