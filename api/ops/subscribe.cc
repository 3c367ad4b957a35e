#include "api/ops/subscribe.h"

#include <utility>

#include "api/ops/get_records.h"
#include "api/ops/stream_arn.h"
#include "streams/stream_names.h"

namespace stator::api {
namespace {

Result<StreamStart> StartOf(const SubscribeRequest& request) {
  switch (request.start) {
    case ShardIteratorType::kTrimHorizon: return StreamStart{StreamStart::Kind::kOldest, 0};
    case ShardIteratorType::kLatest: return StreamStart{StreamStart::Kind::kLatest, 0};
    case ShardIteratorType::kAfterSequenceNumber: break;
    case ShardIteratorType::kAtSequenceNumber:
      return ValidationError("A subscription starts after a sequence number, not at one");
  }
  if (!request.sequence_number) return ValidationError("A sequence number is required");
  const std::optional<uint64_t> number = ChangeNumberOfSequence(*request.sequence_number);
  if (!number) return ValidationError("Invalid SequenceNumber");
  return StreamStart{StreamStart::Kind::kAfter, *number};
}

}  // namespace

Result<std::unique_ptr<StreamSubscription>> Subscribe(const OpContext& context,
                                                      const SubscribeRequest& request,
                                                      StreamCallback callback) {
  STATOR_ASSIGN_OR_RETURN(const StreamInfo stream, FindStream(context, request.stream_arn));
  STATOR_ASSIGN_OR_RETURN(const StreamStart start, StartOf(request));
  auto deliver = [stream, region = context.region, callback = std::move(callback)](
                     const ShardInfo& shard, const StreamChange& change) {
    return callback(ShardId(shard), ToStreamRecord(stream, region, change));
  };
  return StreamSubscription::Start(*context.streams, stream, start, std::move(deliver));
}

}  // namespace stator::api
