// From a key condition to the range of keys that a Query walks.
#pragma once

#include <cstdint>

#include "api/expr/expression.h"
#include "api/ops/read_plan.h"
#include "kv/base/status.h"
#include "kv/table/item_reader.h"

namespace stator::api {

CollectionRange RangeOf(const ReadPlan& plan, const expr::KeyCondition& condition,
                        uint32_t partitions);

}  // namespace stator::api
