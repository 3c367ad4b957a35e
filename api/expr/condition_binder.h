// Binds the names and values of a condition and checks what is known of its operands' types: the
// checks of literals are made here, once, and never while items are read.
#pragma once

#include "api/expr/ast.h"
#include "api/expr/condition_node.h"
#include "api/expr/placeholders.h"
#include "kv/base/status.h"

namespace stator::api::expr {

// Errors lack "Invalid ConditionExpression: ".
Result<ConditionNode> BindCondition(const ConditionText& text, Placeholders* placeholders);

}  // namespace stator::api::expr
