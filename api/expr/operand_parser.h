// Paths and operands: what all kinds of expressions have in common.
#pragma once

#include "api/expr/ast.h"
#include "api/expr/token_cursor.h"
#include "kv/base/status.h"

namespace stator::api::expr {

// name, #name, name.name[0].#name
Result<PathSyntax> ParsePath(TokenCursor* cursor);
// A path, a :value, a call, or one of these in parentheses.
Result<OperandSyntax> ParseOperand(TokenCursor* cursor);
// An operand that does not begin with a parenthesis.
Result<OperandSyntax> ParseBareOperand(TokenCursor* cursor);

}  // namespace stator::api::expr
