#include "api/json/base64.h"

#include <array>
#include <cstdint>

namespace stator::api::json {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Byte → 6 bits; kInvalid for everything outside the alphabet, so that one OR over a group of four
// shows whether all are valid.
constexpr uint32_t kInvalid = 0x80;
constexpr std::array<uint8_t, 256> kSextet = [] {
  std::array<uint8_t, 256> table{};
  table.fill(kInvalid);
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    table[static_cast<uint8_t>(kAlphabet[i])] = static_cast<uint8_t>(i);
  }
  return table;
}();

uint32_t Sextet(char c) { return kSextet[static_cast<uint8_t>(c)]; }

// The UTF-8 character at the front of a text that is not empty.
std::string_view FirstCharacter(std::string_view text) {
  size_t bytes = 1;
  while (bytes < text.size() && (static_cast<uint8_t>(text[bytes]) & 0xC0) == 0x80) ++bytes;
  return text.substr(0, bytes);
}

// `text` goes on to the end, so that a character is repeated whole: a part of one is not UTF-8, and
// clients cannot read a reply that holds it.
Status BadCharacter(std::string_view text) {
  while (!text.empty() && Sextet(text.front()) != kInvalid) text.remove_prefix(1);
  if (text.empty()) return InternalError("Base64 without the invalid character that was met");
  return Status(
      Code::kSerialization,
      std::string("Invalid Base64 character: '").append(FirstCharacter(text)).append("'"));
}

// How many characters of the last group, which ends in '=', carry bits: 2 or 3.
size_t UsedCharacters(std::string_view group) { return group[2] == '=' ? 2 : 3; }

// Three characters carry 18 bits of which 16 are used, two carry 12 of which 8 are.
uint32_t UnusedBits(size_t used_characters) { return used_characters == 2 ? 0x0F : 0x03; }

// AWS looks at the last character before it looks at the others. Its own spelling.
Status CheckLastCharacter(std::string_view group) {
  const size_t used = UsedCharacters(group);
  const uint32_t last = Sextet(group[used - 1]);
  if (last != kInvalid && (last & UnusedBits(used)) != 0) {
    return Status(Code::kSerialization, "Invalid last non-pad Base64 character dectected");
  }
  return OkStatus();
}

Status AppendPaddedGroup(std::string_view group, std::string* out) {
  const size_t used = UsedCharacters(group);
  uint32_t bits = 0;
  uint32_t all = 0;
  for (size_t i = 0; i < used; ++i) {
    all |= Sextet(group[i]);
    bits = bits << 6 | (Sextet(group[i]) & 0x3F);
  }
  if (all & kInvalid) return BadCharacter(group);
  bits >>= used == 2 ? 4 : 2;
  if (used == 3) out->push_back(static_cast<char>(bits >> 8));
  out->push_back(static_cast<char>(bits));
  return OkStatus();
}

}  // namespace

void AppendBase64(std::string_view bytes, std::string* out) {
  const size_t start = out->size();
  out->resize(start + (bytes.size() + 2) / 3 * 4);
  char* to = out->data() + start;
  const auto* from = reinterpret_cast<const uint8_t*>(bytes.data());
  size_t left = bytes.size();
  for (; left >= 3; left -= 3, from += 3) {
    const uint32_t bits = uint32_t{from[0]} << 16 | uint32_t{from[1]} << 8 | from[2];
    *to++ = kAlphabet[bits >> 18];
    *to++ = kAlphabet[bits >> 12 & 63];
    *to++ = kAlphabet[bits >> 6 & 63];
    *to++ = kAlphabet[bits & 63];
  }
  if (left == 0) return;
  const uint32_t bits = uint32_t{from[0]} << 16 | (left == 2 ? uint32_t{from[1]} << 8 : 0);
  *to++ = kAlphabet[bits >> 18];
  *to++ = kAlphabet[bits >> 12 & 63];
  *to++ = left == 2 ? kAlphabet[bits >> 6 & 63] : '=';
  *to++ = '=';
}

Status AppendBase64Decoded(std::string_view text, std::string* out) {
  if (text.size() % 4 != 0) {
    return Status(Code::kSerialization,
                  "Base64 encoded length is expected a multiple of 4 bytes but found: " +
                      std::to_string(text.size()));
  }
  if (text.empty()) return OkStatus();
  const bool padded = text.back() == '=';
  if (padded) STATOR_RETURN_IF_ERROR(CheckLastCharacter(text.substr(text.size() - 4)));
  const std::string_view whole = padded ? text.substr(0, text.size() - 4) : text;
  out->reserve(out->size() + text.size() / 4 * 3);
  for (size_t i = 0; i < whole.size(); i += 4) {
    const uint32_t a = Sextet(whole[i]);
    const uint32_t b = Sextet(whole[i + 1]);
    const uint32_t c = Sextet(whole[i + 2]);
    const uint32_t d = Sextet(whole[i + 3]);
    if ((a | b | c | d) & kInvalid) return BadCharacter(text.substr(i));
    const uint32_t bits = a << 18 | b << 12 | c << 6 | d;
    const char bytes[3] = {static_cast<char>(bits >> 16), static_cast<char>(bits >> 8),
                           static_cast<char>(bits)};
    out->append(bytes, 3);
  }
  return padded ? AppendPaddedGroup(text.substr(text.size() - 4), out) : OkStatus();
}

}  // namespace stator::api::json
