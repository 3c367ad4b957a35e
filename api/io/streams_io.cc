#include "api/io/streams_io.h"

#include <string_view>

#include "api/io/member.h"
#include "api/io/settings_io.h"
#include "api/json/item_json.h"

namespace stator::api {
namespace {

constexpr double kMillisPerSecond = 1'000;

ShardIteratorType IteratorTypeFromText(std::string_view text) {
  if (text == "LATEST") return ShardIteratorType::kLatest;
  if (text == "AT_SEQUENCE_NUMBER") return ShardIteratorType::kAtSequenceNumber;
  if (text == "AFTER_SEQUENCE_NUMBER") return ShardIteratorType::kAfterSequenceNumber;
  return ShardIteratorType::kTrimHorizon;
}

std::string_view EventText(StreamEvent event) {
  switch (event) {
    case StreamEvent::kInsert: return "INSERT";
    case StreamEvent::kModify: return "MODIFY";
    case StreamEvent::kRemove: break;
  }
  return "REMOVE";
}

void WriteString(std::string_view name, std::string_view text, json::Writer* writer) {
  writer->Name(name);
  writer->String(text);
}

void WriteItem(std::string_view name, const std::optional<Item>& item, json::Writer* writer) {
  if (!item) return;
  writer->Name(name);
  json::WriteItem(item->view(), writer);
}

void WriteKey(std::string_view name, std::string_view type, json::Writer* writer) {
  writer->BeginObject();
  WriteString("AttributeName", name, writer);
  WriteString("KeyType", type, writer);
  writer->EndObject();
}

void WriteShard(const ShardDescription& shard, json::Writer* writer) {
  writer->BeginObject();
  WriteString("ShardId", shard.shard_id, writer);
  writer->Name("SequenceNumberRange");
  writer->BeginObject();
  WriteString("StartingSequenceNumber", shard.starting_sequence_number, writer);
  if (shard.ending_sequence_number) {
    WriteString("EndingSequenceNumber", *shard.ending_sequence_number, writer);
  }
  writer->EndObject();
  if (shard.parent_shard_id) WriteString("ParentShardId", *shard.parent_shard_id, writer);
  writer->EndObject();
}

void WriteChange(const StreamRecord& record, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("ApproximateCreationDateTime");
  writer->Integer(record.creation_seconds);
  writer->Name("Keys");
  json::WriteItem(record.keys.view(), writer);
  WriteItem("NewImage", record.new_image, writer);
  WriteItem("OldImage", record.old_image, writer);
  WriteString("SequenceNumber", record.sequence_number, writer);
  writer->Name("SizeBytes");
  writer->Integer(record.size_bytes);
  WriteString("StreamViewType", StreamViewText(record.view_type), writer);
  writer->EndObject();
}

void WriteRecord(const StreamRecord& record, json::Writer* writer) {
  writer->BeginObject();
  WriteString("eventID", record.event_id, writer);
  WriteString("eventName", EventText(record.event), writer);
  WriteString("eventVersion", "1.1", writer);
  WriteString("eventSource", "aws:dynamodb", writer);
  WriteString("awsRegion", record.aws_region, writer);
  writer->Name("dynamodb");
  WriteChange(record, writer);
  if (record.by_time_to_live) {
    writer->Name("userIdentity");
    writer->BeginObject();
    WriteString("PrincipalId", "dynamodb.amazonaws.com", writer);
    WriteString("Type", "Service", writer);
    writer->EndObject();
  }
  writer->EndObject();
}

}  // namespace

Result<ListStreamsRequest> DecodeListStreams(const json::Node& body) {
  ListStreamsRequest request;
  request.exclusive_start_stream_arn = StringMember(body, "ExclusiveStartStreamArn");
  request.table_name = StringMember(body, "TableName");
  request.limit = IntegerMember(body, "Limit");
  return request;
}

void EncodeListStreams(const ListStreamsResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  if (reply.last_evaluated_stream_arn) {
    WriteString("LastEvaluatedStreamArn", *reply.last_evaluated_stream_arn, writer);
  }
  writer->Name("Streams");
  writer->BeginArray();
  for (const StreamSummary& stream : reply.streams) {
    writer->BeginObject();
    WriteString("StreamArn", stream.stream_arn, writer);
    WriteString("TableName", stream.table_name, writer);
    WriteString("StreamLabel", stream.stream_label, writer);
    writer->EndObject();
  }
  writer->EndArray();
  writer->EndObject();
}

Result<DescribeStreamRequest> DecodeDescribeStream(const json::Node& body) {
  DescribeStreamRequest request;
  request.stream_arn = RequiredString(body, "StreamArn");
  request.limit = IntegerMember(body, "Limit");
  request.exclusive_start_shard_id = StringMember(body, "ExclusiveStartShardId");
  if (const auto filter = Member(body, "ShardFilter")) {
    request.shard_filter.emplace();
    request.shard_filter->child_shards = Member(*filter, "Type").has_value();
    request.shard_filter->shard_id = StringMember(*filter, "ShardId");
  }
  return request;
}

void EncodeDescribeStream(const DescribeStreamResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("StreamDescription");
  writer->BeginObject();
  WriteString("StreamArn", reply.stream_arn, writer);
  WriteString("StreamLabel", reply.stream_label, writer);
  WriteString("StreamStatus", reply.enabled ? "ENABLED" : "DISABLED", writer);
  WriteString("StreamViewType", StreamViewText(reply.view_type), writer);
  writer->Name("CreationRequestDateTime");
  writer->Double(static_cast<double>(reply.creation_millis) / kMillisPerSecond);
  WriteString("TableName", reply.table_name, writer);
  writer->Name("KeySchema");
  writer->BeginArray();
  WriteKey(reply.hash_key, "HASH", writer);
  if (!reply.range_key.empty()) WriteKey(reply.range_key, "RANGE", writer);
  writer->EndArray();
  writer->Name("Shards");
  writer->BeginArray();
  for (const ShardDescription& shard : reply.shards) WriteShard(shard, writer);
  writer->EndArray();
  if (reply.last_evaluated_shard_id) {
    WriteString("LastEvaluatedShardId", *reply.last_evaluated_shard_id, writer);
  }
  writer->EndObject();
  writer->EndObject();
}

Result<GetShardIteratorRequest> DecodeGetShardIterator(const json::Node& body) {
  GetShardIteratorRequest request;
  request.stream_arn = RequiredString(body, "StreamArn");
  request.shard_id = RequiredString(body, "ShardId");
  request.type = IteratorTypeFromText(RequiredString(body, "ShardIteratorType"));
  request.sequence_number = StringMember(body, "SequenceNumber");
  return request;
}

void EncodeGetShardIterator(const GetShardIteratorResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  WriteString("ShardIterator", reply.shard_iterator, writer);
  writer->EndObject();
}

Result<GetRecordsRequest> DecodeGetRecords(const json::Node& body) {
  GetRecordsRequest request;
  request.shard_iterator = RequiredString(body, "ShardIterator");
  request.limit = IntegerMember(body, "Limit");
  return request;
}

void EncodeGetRecords(const GetRecordsResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  if (reply.next_shard_iterator) {
    WriteString("NextShardIterator", *reply.next_shard_iterator, writer);
  }
  writer->Name("Records");
  writer->BeginArray();
  for (const StreamRecord& record : reply.records) WriteRecord(record, writer);
  writer->EndArray();
  writer->EndObject();
}

}  // namespace stator::api
