// Requests and replies of the streams service. Members as in common.h: snake_case, optional where
// absence means something.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/types/common.h"
#include "kv/model/table_schema.h"

namespace stator::api {

struct ListStreamsRequest {
  std::optional<std::string> exclusive_start_stream_arn{};
  std::optional<std::string> table_name{};
  std::optional<int64_t> limit{};
};
struct StreamSummary {
  std::string stream_arn{};
  std::string table_name{};
  std::string stream_label{};
};
struct ListStreamsResponse {
  std::vector<StreamSummary> streams{};
  std::optional<std::string> last_evaluated_stream_arn{};
};

struct ShardFilter {
  bool child_shards = false;  // Type CHILD_SHARDS, the only one there is; else no Type was given
  std::optional<std::string> shard_id{};
};
struct DescribeStreamRequest {
  std::string stream_arn{};
  std::optional<int64_t> limit{};
  std::optional<std::string> exclusive_start_shard_id{};
  std::optional<ShardFilter> shard_filter{};
};
struct ShardDescription {
  std::string shard_id{};
  std::optional<std::string> parent_shard_id{};
  std::string starting_sequence_number{};
  std::optional<std::string> ending_sequence_number{};  // closed shards only
};
struct DescribeStreamResponse {
  std::string stream_arn{};
  std::string stream_label{};
  bool enabled = false;
  StreamViewType view_type = StreamViewType::kNone;
  int64_t creation_millis = 0;  // CreationRequestDateTime
  std::string table_name{};
  std::string hash_key{};
  std::string range_key{};  // "": none
  std::vector<ShardDescription> shards{};
  std::optional<std::string> last_evaluated_shard_id{};
};

enum class ShardIteratorType { kTrimHorizon, kLatest, kAtSequenceNumber, kAfterSequenceNumber };
struct GetShardIteratorRequest {
  std::string stream_arn{};
  std::string shard_id{};
  ShardIteratorType type = ShardIteratorType::kTrimHorizon;
  std::optional<std::string> sequence_number{};
};
struct GetShardIteratorResponse {
  std::string shard_iterator{};
};

enum class StreamEvent { kInsert, kModify, kRemove };
struct StreamRecord {
  std::string event_id{};
  StreamEvent event = StreamEvent::kInsert;
  std::string aws_region{};
  int64_t creation_seconds = 0;  // ApproximateCreationDateTime
  Item keys{};
  std::optional<Item> new_image{};
  std::optional<Item> old_image{};
  std::string sequence_number{};
  int64_t size_bytes = 0;
  StreamViewType view_type = StreamViewType::kNone;
  bool by_time_to_live = false;  // userIdentity says so
};
struct GetRecordsRequest {
  std::string shard_iterator{};
  std::optional<int64_t> limit{};
};
struct GetRecordsResponse {
  std::vector<StreamRecord> records{};
  std::optional<std::string> next_shard_iterator{};  // none: a closed shard was read to its end
};

}  // namespace stator::api
