#include "api/ops/describe_stream.h"

#include <utility>
#include <vector>

#include "api/ops/find_shard.h"
#include "api/ops/page_limit.h"
#include "api/ops/stream_arn.h"
#include "streams/stream_names.h"

namespace stator::api {
namespace {

constexpr int64_t kLargestPage = 100;
constexpr int64_t kMicrosPerMilli = 1'000;

// From which shard on, and, if only children are asked for, whose.
struct ShardChoice {
  uint32_t from = 0;
  std::optional<uint32_t> parent;
};

Result<ShardChoice> ChooseShards(const DescribeStreamRequest& request) {
  ShardChoice choice;
  if (request.exclusive_start_shard_id) {
    const auto start = ShardNumberOf(*request.exclusive_start_shard_id);
    if (!start) return InvalidShardId();
    choice.from = *start + 1;
  }
  if (!request.shard_filter) return choice;
  if (!request.shard_filter->child_shards || !request.shard_filter->shard_id) {
    return ValidationError("ShardFilter must have both Type and ShardId");
  }
  choice.parent = ShardNumberOf(*request.shard_filter->shard_id);
  if (!choice.parent) return InvalidShardId();
  return choice;
}

ShardDescription Describe(const ShardInfo& shard) {
  ShardDescription description;
  description.shard_id = ShardId(shard);
  if (shard.parent) {
    description.parent_shard_id = ShardId(shard.parent->number, shard.parent->opened_micros);
  }
  description.starting_sequence_number = SequenceNumber(shard.first_number);
  if (shard.closed()) description.ending_sequence_number = SequenceNumber(shard.last_number);
  return description;
}

bool IsChosen(const ShardChoice& choice, const ShardInfo& shard) {
  if (!choice.parent) return true;
  return shard.parent && shard.parent->number == *choice.parent;
}

DescribeStreamResponse DescribeHead(const OpContext& context, const StreamInfo& stream) {
  DescribeStreamResponse reply;
  reply.stream_arn = StreamArn(context, stream);
  reply.stream_label = stream.label;
  reply.enabled = stream.enabled();
  reply.view_type = stream.view;
  reply.creation_millis = stream.created_micros / kMicrosPerMilli;
  reply.table_name = stream.table_name;
  reply.hash_key = stream.hash_key;
  reply.range_key = stream.range_key;
  return reply;
}

}  // namespace

Result<DescribeStreamResponse> DescribeStream(const OpContext& context,
                                              const DescribeStreamRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const size_t page, PageLimit(request.limit, kLargestPage));
  STATOR_ASSIGN_OR_RETURN(const ShardChoice choice, ChooseShards(request));
  STATOR_ASSIGN_OR_RETURN(const StreamInfo stream, FindStream(context, request.stream_arn));
  STATOR_ASSIGN_OR_RETURN(const std::vector<ShardInfo> shards,
                          context.streams->Shards(stream, choice.from));
  DescribeStreamResponse reply = DescribeHead(context, stream);
  for (const ShardInfo& shard : shards) {
    if (!IsChosen(choice, shard)) continue;
    if (reply.shards.size() == page) {
      reply.last_evaluated_shard_id = reply.shards.back().shard_id;
      break;
    }
    reply.shards.push_back(Describe(shard));
  }
  return reply;
}

}  // namespace stator::api
