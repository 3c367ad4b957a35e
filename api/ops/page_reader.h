// Reads one page of a Query or Scan: walks a cursor, filters, projects, counts, and stops at Limit
// or at 1 MB of what was read.
#pragma once

#include <string_view>

#include "api/ops/op_context.h"
#include "api/ops/read_plan.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"
#include "kv/table/item_reader.h"

namespace stator::api {

// `begin`: where the page begins, as a key with its id or the beginning of one. kThrottled or
// kOverCeiling when there is no capacity for its first entry; when it runs out later, the page ends
// there.
Result<ReadPageResponse> ReadPage(const OpContext& context, const ReadPlan& plan,
                                  ReturnConsumedCapacity return_consumed_capacity,
                                  std::string_view begin, ItemCursor* cursor);

}  // namespace stator::api
