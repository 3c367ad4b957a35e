// From the path of a text to a path of an item: #names replaced.
#pragma once

#include "api/expr/ast.h"
#include "api/expr/placeholders.h"
#include "kv/base/status.h"
#include "kv/model/document_path.h"

namespace stator::api::expr {

// Errors lack "Invalid ConditionExpression: ": too deep, or a #name that is not defined.
Result<DocumentPath> BindPath(const PathSyntax& path, Placeholders* placeholders);

}  // namespace stator::api::expr
