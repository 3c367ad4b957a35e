// Small pieces of HTTP's text grammar.
#pragma once

#include <string_view>

namespace stator::server {

inline std::string_view TrimSpace(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Only for ASCII.
inline char LowerCase(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Only for ASCII.
inline bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (LowerCase(a[i]) != LowerCase(b[i])) return false;
  }
  return true;
}

// Splits off and returns what is before the first separator; *rest keeps what is behind it (nothing
// when there was no separator).
inline std::string_view CutAt(char separator, std::string_view* rest) {
  const size_t at = rest->find(separator);
  const std::string_view first = rest->substr(0, at);
  *rest = at == std::string_view::npos ? std::string_view() : rest->substr(at + 1);
  return first;
}

// Calls visit with each piece of a separated text, as it is.
template <typename Visitor>
void ForEachPiece(std::string_view text, char separator, Visitor visit) {
  while (!text.empty()) visit(CutAt(separator, &text));
}

// Calls visit with each element of a separated list, without the white space around it.
template <typename Visitor>
void ForEachElement(std::string_view list, char separator, Visitor visit) {
  while (!list.empty()) visit(TrimSpace(CutAt(separator, &list)));
}

}  // namespace stator::server
