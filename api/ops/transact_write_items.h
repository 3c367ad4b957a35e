// TransactWriteItems: up to 100 writes and checks of different items, all or none.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/transact_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// kTransactionCanceled has its reasons as api/types/cancellation.h reads them.
Result<TransactWriteItemsResponse> TransactWriteItems(const OpContext& context,
                                                      const TransactWriteItemsRequest& request);

}  // namespace stator::api
