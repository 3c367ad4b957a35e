// UpdateExpression: SET, REMOVE, ADD and DELETE sections in any order.
#pragma once

#include <string_view>

#include "api/expr/ast.h"
#include "kv/base/status.h"

namespace stator::api::expr {

// The error's text lacks "Invalid UpdateExpression: ". The text must not be empty. A section that
// comes twice is found by syntax_check.h: AWS reports other errors before it.
Result<UpdateText> ParseUpdateText(std::string_view text);

}  // namespace stator::api::expr
