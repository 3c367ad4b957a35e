#pragma once

#include "api/ops/op_context.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<TableResponse> DescribeTable(const OpContext& context, const DescribeTableRequest& request);

}  // namespace stator::api
