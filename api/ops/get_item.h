// GetItem: reads one item by its key.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<GetItemResponse> GetItem(const OpContext& context, const GetItemRequest& request);

}  // namespace stator::api
