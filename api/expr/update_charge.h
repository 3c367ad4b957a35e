// What UpdateItem counts of an update expression itself, whatever the item holds: AWS measures what
// a statement writes, and charges for each of its clauses (captured to the byte).
#pragma once

#include <cstddef>

#include "api/expr/update_program.h"

namespace stator::api::expr {

// In bytes of an item. Documents, sets and numbers count as they do in items.
size_t ChargedBytes(const UpdateProgram& program);

}  // namespace stator::api::expr
