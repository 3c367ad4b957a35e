// The rules that operators and functions have for their operands, as far as types are known before
// any item is read: of literals and of size(). Errors lack "Invalid ConditionExpression: ".
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "api/expr/condition_node.h"
#include "kv/base/status.h"

namespace stator::api::expr {

// No value: known only when an item is there.
std::optional<AttributeType> KnownType(const BoundOperand& operand);

// S, N and B have an order.
bool IsOrdered(AttributeType type);
// Whether both have the same type, one with an order, and how they compare; no value if not.
std::optional<int> CompareOrdered(const ValueView& a, const ValueView& b);

// The first operand must not be the same path as another one.
Status CheckDistinct(std::string_view operation, const std::vector<BoundOperand>& operands);
// <, <=, >, >= and BETWEEN.
Status CheckOrdered(std::string_view operation, const std::vector<BoundOperand>& operands);
// The two bounds, where both are literals.
Status CheckBetween(const BoundOperand& lower, const BoundOperand& upper);
Status CheckBeginsWith(const std::vector<BoundOperand>& operands);
Status CheckSize(const BoundOperand& operand);
// The type that attribute_type's second operand names.
Result<AttributeType> RequestedType(const BoundOperand& operand);

}  // namespace stator::api::expr
