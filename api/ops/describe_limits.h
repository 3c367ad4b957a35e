#pragma once

#include "api/ops/op_context.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// AWS's default quotas of an account.
Result<DescribeLimitsResponse> DescribeLimits(const OpContext& context,
                                              const DescribeLimitsRequest& request);

}  // namespace stator::api
