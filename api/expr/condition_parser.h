// Conditions: ConditionExpression, FilterExpression and KeyConditionExpression.
#pragma once

#include <string_view>

#include "api/expr/ast.h"
#include "kv/base/status.h"

namespace stator::api::expr {

// The error's text lacks "Invalid ConditionExpression: ". The text must not be empty.
Result<ConditionText> ParseConditionText(std::string_view text);

}  // namespace stator::api::expr
