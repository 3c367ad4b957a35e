// The argument rules of ComparisonOperator, and the condition that it makes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/expr/condition_node.h"
#include "api/types/common.h"
#include "kv/base/status.h"

namespace stator::api::expr {

// "EQ", "NOT_CONTAINS", …
std::string_view OperatorName(ComparisonOperator op);

// The number of arguments, their types, and BETWEEN's order. Errors are complete.
Status CheckArguments(ComparisonOperator op, const std::vector<Value>& arguments);

// The condition on a top-level attribute; the arguments have been checked.
ConditionNode MakeCondition(const std::string& name, ComparisonOperator op,
                            const std::vector<Value>& arguments);

}  // namespace stator::api::expr
