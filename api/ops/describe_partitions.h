#pragma once

#include "api/ops/op_context.h"
#include "api/types/admin_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// What the partitions of a table and of its global indexes were used for since the engine was
// opened. The table is looked for as in SplitPartition.
Result<DescribePartitionsResponse> DescribePartitions(const OpContext& context,
                                                      const DescribePartitionsRequest& request);

}  // namespace stator::api
