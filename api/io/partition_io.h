// The JSON of what is no operation of the API but about partitions and their capacity:
//   POST /_stator/split       {"TableName": "t", "PartitionId": 3}, the second optional
//                             → {"PartitionId": 3, "NewPartitionIds": [5, 6]}
//   GET  /_stator/partitions  (asked as {"TableName": "t"})
//   POST /_stator/capacity    {"Mode": "off" | "table" | "partition" | null, "TableName": "t"}, the
//                             second optional; null with a table: as the engine → {}
// docs/capacity.md shows a reply with partitions. No structural check goes before: the node may be
// anything. Errors: kValidation.
#pragma once

#include "api/json/json.h"
#include "api/types/admin_ops.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<SplitPartitionRequest> DecodeSplitPartition(const json::Node& body);
void EncodeSplitPartition(const SplitPartitionResponse& reply, json::Writer* writer);

Result<DescribePartitionsRequest> DecodeDescribePartitions(const json::Node& body);
void EncodeDescribePartitions(const DescribePartitionsResponse& reply, json::Writer* writer);

Result<SetCapacityModeRequest> DecodeSetCapacityMode(const json::Node& body);
void EncodeSetCapacityMode(const EmptyResponse& reply, json::Writer* writer);

}  // namespace stator::api
