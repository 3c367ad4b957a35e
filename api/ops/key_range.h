// From a key condition to the ranges of keys that a Query walks.
#pragma once

#include <cstdint>
#include <vector>

#include "api/expr/expression.h"
#include "api/ops/read_plan.h"
#include "kv/base/status.h"
#include "kv/table/item_reader.h"

namespace stator::api {

// One for each write shard; the table and its local indexes are spread over them.
std::vector<CollectionRange> RangesOf(const ReadPlan& plan, const expr::KeyCondition& condition,
                                      uint32_t partitions);

}  // namespace stator::api
