// PutItem: creates an item or replaces the whole of it.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<WriteItemResponse> PutItem(const OpContext& context, const PutItemRequest& request);

}  // namespace stator::api
