// The table that a control operation names.
#pragma once

#include <memory>
#include <string_view>

#include "api/ops/op_context.h"
#include "kv/base/status.h"

namespace stator::api {

// A table of any status, by name or ARN. kNotFound "Requested resource not found: Table: <name> not
// found".
Result<std::shared_ptr<Table>> FindTable(const OpContext& context, std::string_view name_or_arn);

}  // namespace stator::api
