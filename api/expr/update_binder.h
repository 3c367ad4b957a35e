// Binds the names and values of an update and checks what is known of its operands' types.
#pragma once

#include "api/expr/ast.h"
#include "api/expr/placeholders.h"
#include "api/expr/update_program.h"
#include "kv/base/status.h"

namespace stator::api::expr {

// Errors lack "Invalid UpdateExpression: ".
Result<UpdateProgram> BindUpdate(const UpdateText& text, Placeholders* placeholders);

}  // namespace stator::api::expr
