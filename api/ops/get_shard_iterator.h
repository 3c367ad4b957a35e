#pragma once

#include "api/ops/op_context.h"
#include "api/types/stream_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<GetShardIteratorResponse> GetShardIterator(const OpContext& context,
                                                  const GetShardIteratorRequest& request);

}  // namespace stator::api
