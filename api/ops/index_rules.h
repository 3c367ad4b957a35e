// AWS's rules for secondary indexes, except their throughput.
#pragma once

#include <string_view>
#include <vector>

#include "api/ops/schema_rules.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// Name, keys and projection, checked. path: of the index in the request, for texts.
Result<IndexSchema> BuildLocalIndex(const IndexSpec& spec, const AttributeDefinitions& definitions,
                                    const KeySchema& table_keys, std::string_view path);
Result<IndexSchema> BuildGlobalIndex(const IndexSpec& spec, const AttributeDefinitions& definitions,
                                     std::string_view path);

// At most 100 attributes named by INCLUDE projections, over all indexes of a table; one that
// several indexes name counts for each.
Status CheckProjectedTotal(const std::vector<IndexSchema>& indexes);

}  // namespace stator::api
