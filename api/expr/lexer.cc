#include "api/expr/lexer.h"

#include <array>
#include <utility>

#include "api/expr/ascii.h"

namespace stator::api::expr {
namespace {

constexpr std::array<std::pair<std::string_view, TokenKind>, 9> kKeywords = {{
    {"AND", TokenKind::kAnd},
    {"OR", TokenKind::kOr},
    {"NOT", TokenKind::kNot},
    {"BETWEEN", TokenKind::kBetween},
    {"IN", TokenKind::kIn},
    {"SET", TokenKind::kSet},
    {"REMOVE", TokenKind::kRemove},
    {"ADD", TokenKind::kAdd},
    {"DELETE", TokenKind::kDelete},
}};

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

TokenKind WordKind(std::string_view word) {
  for (const auto& [keyword, kind] : kKeywords) {
    if (EqualsIgnoringCase(word, keyword)) return kind;
  }
  return TokenKind::kIdentifier;
}

TokenKind PunctuationKind(char c) {
  switch (c) {
    case '=': return TokenKind::kEqual;
    case '<': return TokenKind::kLess;
    case '>': return TokenKind::kGreater;
    case '+': return TokenKind::kPlus;
    case '-': return TokenKind::kMinus;
    case '(': return TokenKind::kLeftParenthesis;
    case ')': return TokenKind::kRightParenthesis;
    case '[': return TokenKind::kLeftBracket;
    case ']': return TokenKind::kRightBracket;
    case ',': return TokenKind::kComma;
    case '.': return TokenKind::kDot;
    default: return TokenKind::kUnknown;
  }
}

// Bytes of the UTF-8 character that begins with `lead`; 1 for bytes that begin none.
size_t CharacterBytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte >= 0xF0) return 4;
  if (byte >= 0xE0) return 3;
  if (byte >= 0xC0) return 2;
  return 1;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> Run() {
    std::vector<Token> tokens;
    tokens.reserve(text_.size() / 4 + 2);
    do {
      tokens.push_back(Next());
    } while (tokens.back().kind != TokenKind::kEnd);
    return tokens;
  }

 private:
  Token Next() {
    while (position_ < text_.size() && IsSpace(text_[position_])) ++position_;
    if (position_ == text_.size()) return Take(TokenKind::kEnd, 0);
    const char c = text_[position_];
    if (IsLetter(c)) {
      const size_t length = WordLength(position_);
      return Take(WordKind(text_.substr(position_, length)), length);
    }
    if (IsDigit(c)) return Take(TokenKind::kInteger, IntegerLength());
    if (c == '#' || c == ':') {
      const size_t length = WordLength(position_ + 1);
      if (length == 0) return Take(TokenKind::kUnknown, 1);
      return Take(c == '#' ? TokenKind::kPlaceholder : TokenKind::kValue, length + 1);
    }
    if (StartsWith("<>")) return Take(TokenKind::kNotEqual, 2);
    if (StartsWith("<=")) return Take(TokenKind::kLessOrEqual, 2);
    if (StartsWith(">=")) return Take(TokenKind::kGreaterOrEqual, 2);
    const TokenKind kind = PunctuationKind(c);
    return Take(kind, kind == TokenKind::kUnknown ? CharacterBytes(c) : 1);
  }

  bool StartsWith(std::string_view punctuation) const {
    return text_.substr(position_, punctuation.size()) == punctuation;
  }

  size_t WordLength(size_t from) const {
    size_t end = from;
    while (end < text_.size() && IsWordCharacter(text_[end])) ++end;
    return end - from;
  }

  // A leading zero stands alone: "007" is three tokens.
  size_t IntegerLength() const {
    if (text_[position_] == '0') return 1;
    size_t end = position_;
    while (end < text_.size() && IsDigit(text_[end])) ++end;
    return end - position_;
  }

  Token Take(TokenKind kind, size_t length) {
    const size_t begin = position_;
    position_ = begin + length < text_.size() ? begin + length : text_.size();
    return {kind, static_cast<uint32_t>(begin), static_cast<uint32_t>(position_)};
  }

  const std::string_view text_;
  size_t position_ = 0;
};

}  // namespace

std::vector<Token> Tokenize(std::string_view text) { return Lexer(text).Run(); }

}  // namespace stator::api::expr
