#pragma once

#include "api/ops/op_context.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<ListTablesResponse> ListTables(const OpContext& context, const ListTablesRequest& request);

}  // namespace stator::api
