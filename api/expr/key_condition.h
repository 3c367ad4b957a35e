// Key conditions, taken out of a bound condition.
#pragma once

#include "api/expr/condition_node.h"
#include "api/expr/expression.h"
#include "kv/base/status.h"

namespace stator::api::expr {

// The conditions that an expression joins with AND. Errors are complete: operators that keys do not
// have, two conditions on one attribute, operands in the wrong place.
Result<KeyConditionList> ExtractKeyConditions(const ConditionNode& root);

}  // namespace stator::api::expr
