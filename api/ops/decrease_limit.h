// How often provisioned throughput may fall: four times in a day (UTC), then once in an hour. A
// table and each of its indexes count for themselves.
#pragma once

#include <cstdint>

#include "kv/base/status.h"
#include "kv/model/table_schema.h"

namespace stator::api {

// kLimitExceeded, with the time of the next chance, when a decrease is not allowed now.
Status CheckDecreaseAllowed(const ProvisionedThroughput& throughput, int64_t now_seconds);

}  // namespace stator::api
