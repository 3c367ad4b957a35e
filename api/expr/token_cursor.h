// The tokens of one text, and where a parser is in them. Its error texts say what AWS's say: the
// token that does not fit, and that token with its two neighbours.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/expr/lexer.h"
#include "kv/base/status.h"

namespace stator::api::expr {

// How deep parentheses, calls and NOT may nest. Deeper ones have more operators than are allowed,
// or redundant parentheses; the limit keeps the parsers, which recurse, from running out of stack.
inline constexpr size_t kMaxSyntaxDepth = 350;

class TokenCursor {
 public:
  // The text must outlive the cursor.
  explicit TokenCursor(std::string_view text) : text_(text), tokens_(Tokenize(text)) {}

  TokenKind kind() const { return tokens_[position_].kind; }
  TokenKind next_kind() const {
    return position_ + 1 < tokens_.size() ? tokens_[position_ + 1].kind : TokenKind::kEnd;
  }
  std::string_view word() const { return Text(tokens_[position_]); }
  // Stays on the last token, kEnd.
  void Advance() {
    if (position_ + 1 < tokens_.size()) ++position_;
  }
  // Whether the token was there; steps over it.
  bool Accept(TokenKind wanted);
  Status Expect(TokenKind wanted);
  // The error of a token that does not fit.
  Status Unexpected() const;

  // Counts a level of nesting for as long as it lives.
  class Level {
   public:
    explicit Level(TokenCursor* cursor) : cursor_(cursor) { ++cursor_->depth_; }
    ~Level() { --cursor_->depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    // The error when nesting is too deep.
    Status Check() const;

   private:
    TokenCursor* cursor_;
  };

 private:
  std::string_view Text(const Token& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }

  const std::string_view text_;
  const std::vector<Token> tokens_;
  size_t position_ = 0;
  size_t depth_ = 0;
};

}  // namespace stator::api::expr
