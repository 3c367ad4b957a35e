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

// The same by a name, of whichever account and region it is: for an operator, who has no
// credentials. The caller's own comes first; of others it must be the only one, or kValidation.
Result<std::shared_ptr<Table>> FindTableInAnySpace(const OpContext& context, std::string_view name);

}  // namespace stator::api
