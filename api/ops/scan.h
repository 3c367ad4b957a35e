// Scan: every item of a table or entry of an index, in the order of the partition keys' hashes;
// segments of a parallel scan are slices of the hash space.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<ReadPageResponse> Scan(const OpContext& context, const ScanRequest& request);

}  // namespace stator::api
