#include "api/ops/get_shard_iterator.h"

#include "api/ops/find_shard.h"
#include "api/ops/shard_iterator.h"
#include "api/ops/stream_arn.h"
#include "streams/stream_names.h"

namespace stator::api {
namespace {

// The change that the request's sequence number is of: it is, or may become, one of the shard.
Result<uint64_t> ChangeNumberIn(const ShardInfo& shard, const GetShardIteratorRequest& request) {
  if (!request.sequence_number) {
    return ValidationError("SequenceNumber is required for this ShardIteratorType");
  }
  const std::optional<uint64_t> number = ChangeNumberOfSequence(*request.sequence_number);
  if (!number || *number < shard.first_number || (shard.closed() && *number > shard.last_number)) {
    return ValidationError("Invalid SequenceNumber");
  }
  return *number;
}

Result<uint64_t> PositionOf(const StreamReader& streams, const StreamInfo& stream,
                            const ShardInfo& shard, const GetShardIteratorRequest& request) {
  if (request.type == ShardIteratorType::kTrimHorizon) return StreamReader::kTrimHorizon;
  if (request.type == ShardIteratorType::kLatest) return streams.LatestPosition();
  STATOR_ASSIGN_OR_RETURN(const uint64_t number, ChangeNumberIn(shard, request));
  // The change itself must still be there, also where reading goes on behind it.
  STATOR_RETURN_IF_ERROR(streams.CheckNotTrimmed(stream, shard.number, number));
  return request.type == ShardIteratorType::kAtSequenceNumber ? number : number + 1;
}

}  // namespace

Result<GetShardIteratorResponse> GetShardIterator(const OpContext& context,
                                                  const GetShardIteratorRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const StreamInfo stream, FindStream(context, request.stream_arn));
  STATOR_ASSIGN_OR_RETURN(const ShardInfo shard, FindShard(context, stream, request.shard_id));
  ShardIterator iterator;
  iterator.shard = shard.number;
  iterator.made_micros = context.database->clock().WallMicros();
  STATOR_ASSIGN_OR_RETURN(iterator.position, PositionOf(*context.streams, stream, shard, request));
  GetShardIteratorResponse reply;
  STATOR_ASSIGN_OR_RETURN(reply.shard_iterator, EncodeShardIterator(request.stream_arn, stream.id,
                                                                    iterator, context.token_seal));
  return reply;
}

}  // namespace stator::api
