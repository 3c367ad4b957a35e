// Cuts the text of an expression into tokens. Any bytes can be cut: what no token begins with
// becomes a token of kind kUnknown, one character long, which no parser accepts.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace stator::api::expr {

enum class TokenKind : uint8_t {
  kEnd,
  kIdentifier,   // letters, digits, '_'; begins with a letter
  kPlaceholder,  // #name
  kValue,        // :value
  kInteger,      // without leading zeros
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kPlus,
  kMinus,
  kLeftParenthesis,
  kRightParenthesis,
  kLeftBracket,
  kRightBracket,
  kComma,
  kDot,
  // Keywords, in any case. They are keywords in every kind of expression: `set` cannot be
  // projected.
  kAnd,
  kOr,
  kNot,
  kBetween,
  kIn,
  kSet,
  kRemove,
  kAdd,
  kDelete,
  kUnknown,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  uint32_t begin = 0;  // byte offsets into the text
  uint32_t end = 0;
};

// The last token is kEnd, at the end of the text. The text must be shorter than 4 GB.
std::vector<Token> Tokenize(std::string_view text);

}  // namespace stator::api::expr
