// BatchExecuteStatement: up to 25 statements, each on one item and each by itself. What is wrong
// with one of them is answered in its place.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/partiql_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<BatchExecuteStatementResponse> BatchExecuteStatement(
    const OpContext& context, const BatchExecuteStatementRequest& request);

}  // namespace stator::api
