// Cuts a PartiQL statement into tokens. Any bytes can be cut: what begins no token becomes one of
// kind kUnknown, which no parser accepts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stator::api::partiql {

enum class TokenKind : uint8_t {
  kEnd,
  kWord,        // a keyword, a function's name or an unquoted name
  kQuotedName,  // "name", a quote inside doubled
  kString,      // 'text', an apostrophe inside doubled
  kNumber,      // without sign
  kParameter,   // ?
  kEqual,
  kNotEqual,  // <> or !=
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kPlus,
  kMinus,
  kStar,
  kLeftParenthesis,
  kRightParenthesis,
  kLeftBracket,
  kRightBracket,
  kLeftBrace,
  kRightBrace,
  kLeftBag,   // <<
  kRightBag,  // >>
  kComma,
  kDot,
  kColon,
  kSemicolon,
  kUnknown,
};

// Of UTF-8.
size_t CharactersIn(std::string_view text);

// Where something stands in a statement: line and column from 1, and how long it is, in characters.
struct Place {
  uint32_t line = 0;
  uint32_t column = 0;
  uint32_t length = 0;
  // " at 1:25:3", as the service ends many of its errors.
  std::string ToErrorText() const;
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  uint32_t begin = 0;  // byte offsets into the text, quotes included
  uint32_t end = 0;
  uint32_t line = 1;
  uint32_t column = 1;
  uint32_t characters = 0;

  Place place() const { return {line, column, characters}; }
};

// The last token is kEnd, at the end of the text. White space and comments (-- to the end of the
// line, and /* … */) are left out. The text must be shorter than 4 GB.
std::vector<Token> Tokenize(std::string_view text);

// What stands between the quotes of a kQuotedName or kString, given whole.
std::string Unquoted(std::string_view quoted);

}  // namespace stator::api::partiql
