// BatchGetItem: up to 100 items of any tables; what does not fit in 16 MB comes back as
// unprocessed.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<BatchGetItemResponse> BatchGetItem(const OpContext& context,
                                          const BatchGetItemRequest& request);

}  // namespace stator::api
