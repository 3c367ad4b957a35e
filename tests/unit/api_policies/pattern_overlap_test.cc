#include "api/ops/pattern_overlap.h"

#include <gtest/gtest.h>

#include <string>

namespace stator::api {
namespace {

void Expect(std::string_view a, std::string_view b, bool overlap) {
  EXPECT_EQ(PatternsOverlap(a, b), overlap) << a << " and " << b;
  EXPECT_EQ(PatternsOverlap(b, a), overlap) << b << " and " << a;
}

TEST(PatternOverlap, OfTextsIsTheirBeingEqual) {
  Expect("", "", true);
  Expect("abc", "abc", true);
  Expect("abc", "abC", false);
  Expect("abc", "ab", false);
  Expect("", "a", false);
}

TEST(PatternOverlap, OfAPatternAndATextIsAMatch) {
  Expect("*", "", true);
  Expect("*", "abc", true);
  Expect("a*", "abc", true);
  Expect("*c", "abc", true);
  Expect("a*b*c", "a-b-b-c", true);
  Expect("a*b*c", "a-c-b", false);
  Expect("a?c", "abc", true);
  Expect("a?c", "ac", false);
  Expect("?", "", false);
  Expect("**", "x", true);
}

TEST(PatternOverlap, OfTwoPatternsIsATextThatBothMatch) {
  Expect("a*", "*b", true);
  Expect("a*", "b*", false);
  Expect("*a?", "?b*", true);
  Expect("a*c", "ab*", true);
  Expect("table/t/index/i", "table/t/index/*", true);
  Expect("table/t/*", "table/t/index/*", true);
  Expect("*/stream/*", "table/t/index/*", true);
  Expect("table/t/stream/*", "table/t/index/*", false);
  Expect("a??", "?*b", true);
  Expect("a?", "???*", false);
}

// All pairs of short patterns, against all short texts.
TEST(PatternOverlap, IsWhatTryingTextsSays) {
  constexpr std::string_view kLetters = "ab*?";
  std::vector<std::string> patterns = {""};
  for (size_t i = 0; i < patterns.size(); ++i) {
    if (patterns[i].size() == 3) continue;
    for (const char c : kLetters) patterns.push_back(patterns[i] + c);
  }
  std::vector<std::string> texts = {""};
  for (size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].size() == 6) continue;
    for (const char c : std::string_view("ab")) texts.push_back(texts[i] + c);
  }
  const auto matches = [](std::string_view pattern, std::string_view text, const auto& self) {
    if (pattern.empty()) return text.empty();
    if (pattern.front() == '*') {
      return self(pattern.substr(1), text, self) ||
             (!text.empty() && self(pattern, text.substr(1), self));
    }
    if (text.empty() || (pattern.front() != '?' && pattern.front() != text.front())) return false;
    return self(pattern.substr(1), text.substr(1), self);
  };
  std::vector<std::vector<bool>> matched;
  for (const std::string& pattern : patterns) {
    auto& row = matched.emplace_back();
    for (const std::string& text : texts) row.push_back(matches(pattern, text, matches));
  }
  for (size_t a = 0; a < patterns.size(); ++a) {
    for (size_t b = 0; b <= a; ++b) {
      bool some = false;
      for (size_t t = 0; t < texts.size() && !some; ++t) some = matched[a][t] && matched[b][t];
      Expect(patterns[a], patterns[b], some);
    }
  }
}

}  // namespace
}  // namespace stator::api
