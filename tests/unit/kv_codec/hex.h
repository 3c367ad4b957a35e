// Bytes as hexadecimal text, for golden tests: Hex("\x01a") is "01 61".
#pragma once

#include <string>
#include <string_view>

namespace stator::testing {

inline std::string Hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (!text.empty()) text += ' ';
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

// The reverse; blanks are skipped.
inline std::string FromHex(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'A' + 10; };
  std::string bytes;
  int high = -1;
  for (const char c : text) {
    if (c == ' ') continue;
    if (high < 0) {
      high = digit(c);
      continue;
    }
    bytes += static_cast<char>(high * 16 + digit(c));
    high = -1;
  }
  return bytes;
}

}  // namespace stator::testing
