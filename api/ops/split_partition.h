#pragma once

#include "api/ops/op_context.h"
#include "api/types/admin_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// Splits a logical partition of a table in the middle of its hashes, as the service does under
// load: its shard closes and has two children. The table is looked for in the caller's namespace
// and then in all, where it must be the only one of its name: an operator has no credentials.
Result<SplitPartitionResponse> SplitPartition(const OpContext& context,
                                              const SplitPartitionRequest& request);

}  // namespace stator::api
