// ExecuteStatement: reads a page of a SELECT, or writes one item.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/partiql_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<ExecuteStatementResponse> ExecuteStatement(const OpContext& context,
                                                  const ExecuteStatementRequest& request);

}  // namespace stator::api
