// The JSON of POST /_stator/split: {"TableName": "t", "PartitionId": 3}, the second optional, and
// its reply, {"PartitionId": 3, "NewPartitionIds": [5, 6]}.
#pragma once

#include "api/json/json.h"
#include "api/types/admin_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// No structural check goes before: the node may be anything.
Result<SplitPartitionRequest> DecodeSplitPartition(const json::Node& body);
void EncodeSplitPartition(const SplitPartitionResponse& reply, json::Writer* writer);

}  // namespace stator::api
