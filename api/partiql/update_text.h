// The SET and REMOVE clauses of an UPDATE as the text of an update expression.
#pragma once

#include <string>
#include <vector>

#include "api/partiql/ast.h"
#include "api/partiql/request_text.h"
#include "api/partiql/value_resolver.h"
#include "kv/base/status.h"

namespace stator::api::partiql {

// set_add and set_delete become ADD and DELETE, which do just that.
Result<std::string> UpdateExpressionOf(const std::vector<Assignment>& assignments,
                                       const ValueResolver& values, RequestText* request);

}  // namespace stator::api::partiql
