// ExecuteTransaction: up to 100 statements, all or none: as TransactWriteItems, where EXISTS is a
// condition check, or as TransactGetItems.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/partiql_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// kTransactionCanceled has its reasons as api/types/cancellation.h reads them.
Result<ExecuteTransactionResponse> ExecuteTransaction(const OpContext& context,
                                                      const ExecuteTransactionRequest& request);

}  // namespace stator::api
