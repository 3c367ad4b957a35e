// ProjectionExpression: paths with commas between them.
#pragma once

#include <string_view>

#include "api/expr/ast.h"
#include "kv/base/status.h"

namespace stator::api::expr {

// The error's text lacks "Invalid ProjectionExpression: ". The text must not be empty.
Result<ProjectionText> ParseProjectionText(std::string_view text);

}  // namespace stator::api::expr
