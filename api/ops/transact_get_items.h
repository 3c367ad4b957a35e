// TransactGetItems: up to 100 items, as they are at one moment.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/transact_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// kTransactionCanceled has its reasons as api/types/cancellation.h reads them.
Result<TransactGetItemsResponse> TransactGetItems(const OpContext& context,
                                                  const TransactGetItemsRequest& request);

}  // namespace stator::api
