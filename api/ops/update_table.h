#pragma once

#include "api/ops/op_context.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// Everything but the filling and freeing of an index is in force when this returns; the reply shows
// UPDATING where AWS would take its time.
Result<TableResponse> UpdateTable(const OpContext& context, const UpdateTableRequest& request);

}  // namespace stator::api
