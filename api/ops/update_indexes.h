// UpdateTable's creation or deletion of a global index: at most one of either for a table at a
// time.
#pragma once

#include <string_view>

#include "api/types/table_ops.h"
#include "kv/base/status.h"
#include "kv/table/table_lifecycle.h"

namespace stator::api {

// What the request asks for, checked against the table. The request has passed CheckUpdateRequest
// (update_rules.h); `schema` has its other changes already, so that the billing mode is the new
// one.
Result<IndexAction> PlanIndexAction(const UpdateTableRequest& request, std::string_view region,
                                    const TableSchema& schema);

}  // namespace stator::api
