// Evaluates a bound condition against an item's bytes. Allocates nothing.
//
// How absent attributes and mixed types behave (captured from the service): with an absent operand
// every comparison is false, but <> is true; so it is with operands of different types. NOT turns
// what it is given: `NOT a < :b` holds where a is absent.
#pragma once

#include "api/expr/condition_node.h"
#include "kv/codec/item.h"

namespace stator::api::expr {

bool Evaluate(const ConditionNode& node, const ItemView& item);

}  // namespace stator::api::expr
