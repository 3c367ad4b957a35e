// UpdateItem: changes some attributes of an item, or creates the item.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<WriteItemResponse> UpdateItem(const OpContext& context, const UpdateItemRequest& request);

}  // namespace stator::api
