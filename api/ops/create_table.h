#pragma once

#include "api/ops/op_context.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// The reply shows CREATING; the table may be usable already (LifecycleOptions).
Result<TableResponse> CreateTable(const OpContext& context, const CreateTableRequest& request);

}  // namespace stator::api
