// UpdateTimeToLive and DescribeTimeToLive.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// One attribute a table, and one change an hour.
Result<UpdateTimeToLiveResponse> UpdateTimeToLive(const OpContext& context,
                                                  const UpdateTimeToLiveRequest& request);
Result<DescribeTimeToLiveResponse> DescribeTimeToLive(const OpContext& context,
                                                      const DescribeTimeToLiveRequest& request);

}  // namespace stator::api
