// ExclusiveStartKey in, LastEvaluatedKey out. Texts are AWS's.
#pragma once

#include <cstdint>
#include <string>

#include "api/ops/read_plan.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/table/table_key.h"

namespace stator::api {

// Where the entry that the start key names lies, whether or not it still exists. The key must hold
// exactly the key attributes of the table and of the index that is read.
Result<Location> LocateStartKey(const ReadPlan& plan, const ItemView& start_key,
                                uint32_t partitions);

// The key attributes of table and index of an entry.
Item LastEvaluatedKey(const ReadPlan& plan, const ItemView& entry);

}  // namespace stator::api
