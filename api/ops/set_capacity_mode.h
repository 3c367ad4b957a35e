#pragma once

#include "api/ops/op_context.h"
#include "api/types/admin_ops.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// What is throttled from now on, until the engine is closed. The table is looked for as in
// SplitPartition.
Result<EmptyResponse> SetCapacityMode(const OpContext& context,
                                      const SetCapacityModeRequest& request);

}  // namespace stator::api
