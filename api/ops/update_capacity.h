// UpdateTable's changes of billing mode and of every kind of throughput, of the table and its
// global indexes.
#pragma once

#include <cstdint>
#include <string_view>

#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// The request has passed CheckUpdateRequest (update_rules.h). Refuses, or changes `schema`; after a
// refusal `schema` is of no use.
Status ApplyCapacity(const UpdateTableRequest& request, std::string_view region,
                     int64_t now_seconds, TableSchema* schema);

// The global index of that name. kNotFound, or kValidation for a local one: "Cannot <verb> an index
// that is not a GlobalSecondaryIndex: <name>".
Result<IndexSchema*> FindGlobalIndex(TableSchema* schema, std::string_view index_name,
                                     std::string_view verb);

}  // namespace stator::api
