// Case as policies know it: of ASCII letters only, whatever the locale.
#pragma once

#include <string>
#include <string_view>

namespace stator::api::iam {

inline char LowerCase(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

inline std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = LowerCase(c);
  return lower;
}

// lower_case: already so.
inline bool EqualsLowerCase(std::string_view text, std::string_view lower_case) {
  if (text.size() != lower_case.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (LowerCase(text[i]) != lower_case[i]) return false;
  }
  return true;
}

}  // namespace stator::api::iam
