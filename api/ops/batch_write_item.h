// BatchWriteItem: up to 25 puts and deletes in any tables, each by itself.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<BatchWriteItemResponse> BatchWriteItem(const OpContext& context,
                                              const BatchWriteItemRequest& request);

}  // namespace stator::api
