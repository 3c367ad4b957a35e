// Query: the items or index entries of one partition key, in sort order.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<ReadPageResponse> Query(const OpContext& context, const QueryRequest& request);

}  // namespace stator::api
