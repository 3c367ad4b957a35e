// DeleteItem: deletes one item; deleting what is not there succeeds.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<WriteItemResponse> DeleteItem(const OpContext& context, const DeleteItemRequest& request);

}  // namespace stator::api
