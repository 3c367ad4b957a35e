// Parses expressions and paths by recursive descent, in time linear in their text. From the
// loosest to the tightest: OR; AND; NOT; comparisons, IN, BETWEEN and IS; + and -.
#pragma once

#include "api/partiql/ast.h"
#include "api/partiql/token_cursor.h"
#include "kv/base/status.h"

namespace stator::api::partiql {

Result<Expression> ParseExpression(TokenCursor* cursor);

// a.b[0]."c d"['e']
Result<DocumentPath> ParsePath(TokenCursor* cursor);

}  // namespace stator::api::partiql
