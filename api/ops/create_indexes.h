// The indexes of a new table.
#pragma once

#include <string_view>
#include <vector>

#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// Local ones first, as TableSchema keeps them; checked one by one and together. The request's
// definitions and the table's own keys have been checked.
Result<std::vector<IndexSchema>> BuildIndexes(const CreateTableRequest& request,
                                              const KeySchema& table_keys, BillingMode mode,
                                              std::string_view region);

}  // namespace stator::api
