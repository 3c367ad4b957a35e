#pragma once

#include "api/ops/op_context.h"
#include "api/types/stream_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// Shards in the order in which they were opened: parents before children.
Result<DescribeStreamResponse> DescribeStream(const OpContext& context,
                                              const DescribeStreamRequest& request);

}  // namespace stator::api
