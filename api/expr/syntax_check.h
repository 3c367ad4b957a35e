// What can be found wrong in a parsed text without its names and values: unknown or misplaced
// functions, reserved words, list indexes out of range, sections that come twice. The first fault
// in reading order is reported. Errors lack "Invalid ConditionExpression: ".
#pragma once

#include "api/expr/ast.h"
#include "kv/base/status.h"

namespace stator::api::expr {

// Also counts the operators (ConditionText::operators).
Status CheckCondition(ConditionText* text);
Status CheckProjection(const ProjectionText& text);
Status CheckUpdate(const UpdateText& text);

}  // namespace stator::api::expr
