#include "api/expr/projection_parser.h"

#include <utility>

#include "api/expr/operand_parser.h"
#include "api/expr/token_cursor.h"

namespace stator::api::expr {

Result<ProjectionText> ParseProjectionText(std::string_view text) {
  TokenCursor cursor(text);
  ProjectionText parsed;
  do {
    STATOR_ASSIGN_OR_RETURN(PathSyntax path, ParsePath(&cursor));
    parsed.paths.push_back(std::move(path));
  } while (cursor.Accept(TokenKind::kComma));
  STATOR_RETURN_IF_ERROR(cursor.Expect(TokenKind::kEnd));
  return parsed;
}

}  // namespace stator::api::expr
