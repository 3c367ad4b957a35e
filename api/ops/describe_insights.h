#pragma once

#include "api/ops/op_context.h"
#include "api/types/insights_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// What the rules of a table or of a global index have counted, minute by minute, for a quarter of
// an hour and since the engine was opened. The table is looked for as in SplitPartition. kNotFound
// for an index that is not there.
Result<DescribeInsightsResponse> DescribeInsights(const OpContext& context,
                                                  const DescribeInsightsRequest& request);

}  // namespace stator::api
