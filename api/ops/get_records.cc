#include "api/ops/get_records.h"

#include <string>
#include <utility>

#include "api/ops/page_limit.h"
#include "api/ops/shard_iterator.h"
#include "api/ops/stream_arn.h"
#include "streams/stream_names.h"

namespace stator::api {
namespace {

constexpr int64_t kLargestPage = 1'000;
constexpr int64_t kMicrosPerSecond = 1'000'000;

StreamEvent EventOf(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kInsert: return StreamEvent::kInsert;
    case ChangeKind::kModify: return StreamEvent::kModify;
    case ChangeKind::kRemove: break;
  }
  return StreamEvent::kRemove;
}

// Of Kinesis, whose text it is, the sentence is captured; there with the times of the iterator.
Status CheckAge(const ShardIterator& iterator, int64_t now_micros) {
  if (now_micros - iterator.made_micros <= kShardIteratorLifeMicros) return OkStatus();
  return Status(Code::kExpiredIterator,
                "Iterator expired. The iterator is older than the tolerated " +
                    std::to_string(kShardIteratorLifeMicros / 1'000) + " milliseconds.");
}

void NoteCall(const OpContext& context, const StreamInfo& stream, const ChangePage& page) {
  if (context.meter == nullptr) return;
  const auto table = context.database->catalog().Find(stream.space, stream.table_name);
  // A stream outlives its table, and another of that name.
  if (table == nullptr || table->schema()->stream_label != stream.label) return;
  size_t bytes = 0;
  for (const StreamChange& change : page.changes) bytes += change.SizeBytes();
  context.meter->NoteTable(table);
  context.meter->NoteReturned(page.changes.size(), bytes);
}

}  // namespace

StreamRecord ToStreamRecord(const StreamInfo& stream, std::string_view region,
                            StreamChange change) {
  StreamRecord record;
  record.event_id = EventId(stream, change.number);
  record.event = EventOf(change.kind);
  record.aws_region = region;
  record.creation_seconds = change.micros / kMicrosPerSecond;
  record.size_bytes = static_cast<int64_t>(change.SizeBytes());
  record.keys = std::move(change.key);
  record.new_image = std::move(change.new_image);
  record.old_image = std::move(change.old_image);
  record.sequence_number = SequenceNumber(change.number);
  record.view_type = stream.view;
  record.by_time_to_live = change.origin == WriteOrigin::kTimeToLive;
  return record;
}

Result<GetRecordsResponse> GetRecords(const OpContext& context, const GetRecordsRequest& request) {
  PageLimits limits;
  STATOR_ASSIGN_OR_RETURN(limits.changes, PageLimit(request.limit, kLargestPage));
  const std::string_view arn = ArnOfShardIterator(request.shard_iterator);
  if (!ParseStreamArn(context, arn).ok()) return InvalidShardIterator();
  STATOR_ASSIGN_OR_RETURN(const StreamInfo stream, FindStream(context, arn));
  STATOR_ASSIGN_OR_RETURN(
      ShardIterator iterator,
      DecodeShardIterator(request.shard_iterator, stream.id, context.token_seal));
  const int64_t now_micros = context.database->clock().WallMicros();
  STATOR_RETURN_IF_ERROR(CheckAge(iterator, now_micros));
  STATOR_ASSIGN_OR_RETURN(ChangePage page,
                          context.streams->Read(stream, iterator.shard, iterator.position, limits));
  NoteCall(context, stream, page);
  GetRecordsResponse reply;
  reply.records.reserve(page.changes.size());
  for (StreamChange& change : page.changes) {
    reply.records.push_back(ToStreamRecord(stream, context.region, std::move(change)));
  }
  if (page.at_end) return reply;
  STATOR_ASSIGN_OR_RETURN(
      reply.next_shard_iterator,
      EncodeShardIterator(arn, stream.id, {iterator.shard, page.next, now_micros},
                          context.token_seal));
  return reply;
}

}  // namespace stator::api
