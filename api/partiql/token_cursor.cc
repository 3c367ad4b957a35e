#include "api/partiql/token_cursor.h"

#include "api/expr/ascii.h"
#include "api/partiql/keywords.h"
#include "api/partiql/messages.h"

namespace stator::api::partiql {

bool TokenCursor::AtWord(std::string_view keyword) const {
  return kind() == TokenKind::kWord && expr::EqualsIgnoringCase(text(), keyword);
}

bool TokenCursor::AtKeyword() const { return kind() == TokenKind::kWord && IsKeyword(text()); }

bool TokenCursor::Accept(TokenKind wanted) {
  if (kind() != wanted) return false;
  Advance();
  return true;
}

bool TokenCursor::AcceptWord(std::string_view keyword) {
  if (!AtWord(keyword)) return false;
  Advance();
  return true;
}

Status TokenCursor::Expect(TokenKind wanted, std::string_view detail) {
  return Accept(wanted) ? OkStatus() : messages::Malformed(detail);
}

Status TokenCursor::ExpectWord(std::string_view keyword, std::string_view detail) {
  return AcceptWord(keyword) ? OkStatus() : messages::Malformed(detail);
}

Result<std::string> TokenCursor::TakeName(std::string_view detail) {
  std::string name;
  if (kind() == TokenKind::kQuotedName) {
    name = Unquoted(text());
    if (name.empty()) return ValidationError(std::string(messages::kEmptyName));
  } else if (kind() == TokenKind::kWord) {
    if (AtKeyword()) return messages::Malformed(messages::kUnexpectedKeyword);
    name = text();
  }
  if (name.empty()) return messages::Malformed(detail);
  Advance();
  return name;
}

size_t TokenCursor::TakeParameter() {
  Advance();
  return parameters_++;
}

Status TokenCursor::Level::Check() const {
  return cursor_->depth_ <= kMaxDepth ? OkStatus() : messages::Malformed(messages::kTooDeep);
}

}  // namespace stator::api::partiql
