// Reads one page of a Query or Scan: walks a cursor, filters, projects, counts, and stops at Limit
// or at 1 MB of what was read.
#pragma once

#include "api/ops/op_context.h"
#include "api/ops/read_plan.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"
#include "kv/table/item_reader.h"

namespace stator::api {

Result<ReadPageResponse> ReadPage(const OpContext& context, const ReadPlan& plan,
                                  ReturnConsumedCapacity return_consumed_capacity,
                                  ItemCursor* cursor);

}  // namespace stator::api
