// Requests and replies of what is no operation of DynamoDB's: for those who test or look after a
// store.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/types/stream_ops.h"
#include "kv/base/status.h"
#include "kv/model/table_schema.h"
#include "kv/partition/split_history.h"
#include "kv/partition/table_capacity.h"
#include "kv/partition/throttle.h"

namespace stator::api {

struct SplitPartitionRequest {
  std::string table_name{};
  std::optional<int64_t> partition_id{};  // none: the partition with the most hashes
};
struct SplitPartitionResponse {
  uint32_t partition_id = 0;  // the one that is gone
  uint32_t low_id = 0;        // the two that took its place
  uint32_t high_id = 0;
};

struct DescribePartitionsRequest {
  std::string table_name{};
};
// Of a table or a global index.
struct ResourcePartitions {
  TableCapacity::ResourceUse use{};    // its seconds are those since 1970
  std::vector<uint64_t> size_bytes{};  // of each partition, roughly (kv/table/partition_sizes.h)
};
struct DescribePartitionsResponse {
  std::string table_name{};
  CapacityMode mode = CapacityMode::kOff;
  std::vector<ResourcePartitions> resources{};
  std::vector<SplitEvent> splits{};  // since the engine was opened, oldest first
};

struct SetCapacityModeRequest {
  std::optional<CapacityMode> mode{};       // none, with a table: as the engine
  std::optional<std::string> table_name{};  // none: the engine
};

struct SubscribeRequest {
  std::string stream_arn{};
  // kTrimHorizon: from the oldest record that is kept; kLatest: only what is written from now on;
  // kAfterSequenceNumber: what follows that record, whichever shard it was in.
  ShardIteratorType start = ShardIteratorType::kTrimHorizon;
  std::optional<std::string> sequence_number{};
};
// Takes one record and the id of its shard. An error ends the subscription.
using StreamCallback = std::function<Status(const std::string& shard_id, const StreamRecord&)>;

}  // namespace stator::api
