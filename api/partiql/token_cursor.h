// The tokens of one statement and where a parser is in them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/partiql/lexer.h"
#include "kv/base/status.h"

namespace stator::api::partiql {

// How deep parentheses, lists, maps, sets, calls and NOT may nest, and how many + and - an
// expression may have: limits of our own that keep the parser, and all who walk its trees, from
// running out of stack. Values that may be stored nest 32 deep.
inline constexpr size_t kMaxDepth = 64;

class TokenCursor {
 public:
  // The text must outlive the cursor.
  explicit TokenCursor(std::string_view text) : text_(text), tokens_(Tokenize(text)) {}

  TokenKind kind() const { return tokens_[position_].kind; }
  TokenKind next_kind() const {
    return position_ + 1 < tokens_.size() ? tokens_[position_ + 1].kind : TokenKind::kEnd;
  }
  // The token as it stands in the text.
  std::string_view text() const {
    const Token& token = tokens_[position_];
    return text_.substr(token.begin, token.end - token.begin);
  }
  Place place() const { return tokens_[position_].place(); }
  // Stays on the last token, kEnd.
  void Advance() {
    if (position_ + 1 < tokens_.size()) ++position_;
  }

  // Whether the token is there. keyword: in capitals.
  bool AtWord(std::string_view keyword) const;
  // Whether it is a keyword that is no name.
  bool AtKeyword() const;
  // The same, and steps over it.
  bool Accept(TokenKind wanted);
  bool AcceptWord(std::string_view keyword);
  // The error has the detail given.
  Status Expect(TokenKind wanted, std::string_view detail);
  Status ExpectWord(std::string_view keyword, std::string_view detail);
  // A name: quoted, or a word that is no keyword. `detail` is of the error for anything else.
  Result<std::string> TakeName(std::string_view detail);

  // Steps over a ? and numbers it.
  size_t TakeParameter();
  size_t parameters() const { return parameters_; }

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
  const std::string_view text_;
  const std::vector<Token> tokens_;
  size_t position_ = 0;
  size_t depth_ = 0;
  size_t parameters_ = 0;
};

}  // namespace stator::api::partiql
