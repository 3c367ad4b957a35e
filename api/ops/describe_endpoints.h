#pragma once

#include "api/ops/op_context.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// The address that the client has used, so that a client with endpoint discovery stays here.
Result<DescribeEndpointsResponse> DescribeEndpoints(const OpContext& context,
                                                    const DescribeEndpointsRequest& request);

}  // namespace stator::api
