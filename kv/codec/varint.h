// LEB128 unsigned integers, as in kv/FORMAT.md. Reading never runs past the end.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stator {

inline constexpr size_t kMaxVarintBytes = 10;

void AppendVarint(uint64_t value, std::string* out);
// Writes at `out`, which has room for VarintLength(value) bytes, and returns the end.
char* WriteVarint(uint64_t value, char* out);
size_t VarintLength(uint64_t value);
// Takes one from the front of *in. False (and *in unspecified) when truncated or over 64 bits.
bool ConsumeVarint(std::string_view* in, uint64_t* value);
// As ConsumeVarint, and false also for bytes that are not the shortest form of the value.
bool ConsumeCanonicalVarint(std::string_view* in, uint64_t* value);
// Takes a length and that many bytes.
bool ConsumeLengthPrefixed(std::string_view* in, std::string_view* bytes);
void AppendLengthPrefixed(std::string_view bytes, std::string* out);

// Implementation only below: lengths and counts are nearly always below 128.
bool ConsumeLongVarint(std::string_view* in, uint64_t* value);

inline bool ConsumeVarint(std::string_view* in, uint64_t* value) {
  if (!in->empty() && static_cast<signed char>(in->front()) >= 0) {
    *value = static_cast<unsigned char>(in->front());
    in->remove_prefix(1);
    return true;
  }
  // Copies, so that the callers' own variables can stay in registers.
  std::string_view rest = *in;
  uint64_t long_value = 0;
  const bool consumed = ConsumeLongVarint(&rest, &long_value);
  *in = rest;
  *value = long_value;
  return consumed;
}

inline bool ConsumeLengthPrefixed(std::string_view* in, std::string_view* bytes) {
  uint64_t size = 0;
  if (!ConsumeVarint(in, &size) || size > in->size()) return false;
  *bytes = std::string_view(in->data(), static_cast<size_t>(size));
  in->remove_prefix(static_cast<size_t>(size));
  return true;
}

inline size_t VarintLength(uint64_t value) {
  // Seven bits a byte; zero takes one.
  const int bits = 64 - __builtin_clzll(value | 1);
  return static_cast<size_t>((bits + 6) / 7);
}

inline char* WriteVarint(uint64_t value, char* out) {
  while (value >= 0x80) {
    *out++ = static_cast<char>(value | 0x80);
    value >>= 7;
  }
  *out++ = static_cast<char>(value);
  return out;
}

}  // namespace stator
