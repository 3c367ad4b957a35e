// The actions of TransactWriteItems as write_action.h has them, and what identifies a request to
// its idempotency token.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "api/ops/write_action.h"
#include "api/types/transact_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// The table that the action names. The item has exactly one action.
const std::string& TableNameOf(const TransactWriteItem& item);

// kValidation unless the item has exactly one action, whose expressions compile and whose item is
// not too large. `item` must outlive the action.
Result<std::unique_ptr<WriteAction>> CompileAction(const TransactWriteItem& item);

// The same for requests with the same items, in whatever order their JSON had the members.
uint64_t HashParameters(const TransactWriteItemsRequest& request);

}  // namespace stator::api
