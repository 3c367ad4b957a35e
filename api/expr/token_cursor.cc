#include "api/expr/token_cursor.h"

#include "api/expr/messages.h"
#include "kv/base/limits.h"

namespace stator::api::expr {

bool TokenCursor::Accept(TokenKind wanted) {
  if (kind() != wanted) return false;
  Advance();
  return true;
}

Status TokenCursor::Expect(TokenKind wanted) {
  if (Accept(wanted)) return OkStatus();
  return Unexpected();
}

Status TokenCursor::Unexpected() const {
  const Token& token = tokens_[position_];
  const bool at_end = token.kind == TokenKind::kEnd;
  const bool next_ends = at_end || tokens_[position_ + 1].kind == TokenKind::kEnd;
  const size_t begin = position_ == 0 ? 0 : tokens_[position_ - 1].begin;
  const size_t end = next_ends ? text_.size() : tokens_[position_ + 1].end;
  return ValidationError(
      messages::SyntaxError(at_end ? "<EOF>" : Text(token), text_.substr(begin, end - begin)));
}

Status TokenCursor::Level::Check() const {
  if (cursor_->depth_ <= kMaxSyntaxDepth) return OkStatus();
  if (cursor_->kind() == TokenKind::kLeftParenthesis &&
      cursor_->next_kind() == TokenKind::kLeftParenthesis) {
    return ValidationError(std::string(messages::kRedundantParentheses));
  }
  return ValidationError(messages::TooManyOperators(limits::kExpressionOperators + 1));
}

}  // namespace stator::api::expr
