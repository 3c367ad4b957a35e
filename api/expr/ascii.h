// Character classes of the expression language, which is ASCII whatever the locale says.
#pragma once

#include <cstddef>
#include <string_view>

namespace stator::api::expr {

constexpr bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
// What #names and :values consist of, and attribute names behind their first letter.
constexpr bool IsWordCharacter(char c) { return IsLetter(c) || IsDigit(c) || c == '_'; }
constexpr char ToUpper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

// upper: in capitals already.
constexpr bool EqualsIgnoringCase(std::string_view word, std::string_view upper) {
  if (word.size() != upper.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (ToUpper(word[i]) != upper[i]) return false;
  }
  return true;
}

}  // namespace stator::api::expr
