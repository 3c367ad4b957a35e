// Key conditions: taken out of a bound condition, or out of KeyConditions, and matched with the key
// schema that they are for.
#pragma once

#include <string>
#include <vector>

#include "api/expr/condition_node.h"
#include "api/expr/expression.h"
#include "kv/base/status.h"
#include "kv/model/table_schema.h"

namespace stator::api::expr {

// One attribute's condition, of whatever key it may be part.
using AttributeCondition = SortCondition;

// The conditions that an expression joins with AND. Errors are complete: operators that keys do not
// have, two conditions on one attribute, operands in the wrong place.
Result<std::vector<AttributeCondition>> ExtractKeyConditions(const ConditionNode& root);

// Errors are complete: keys that are missing, of the wrong type, empty or too long, or without
// equality where it is needed.
Result<KeyCondition> MatchKeySchema(const std::vector<AttributeCondition>& conditions,
                                    const KeySchema& keys);

}  // namespace stator::api::expr
