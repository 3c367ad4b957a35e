#include "tests/support/stream_consumer.h"

#include "tests/support/table_harness.h"

namespace stator::testing {
namespace {

int64_t VersionIn(const std::optional<Item>& image) {
  int64_t version = 0;
  if (!image) return 0;
  const auto value = image->Find("v");
  EXPECT_TRUE(value && value->number()->ToInt64(&version));
  return version;
}

}  // namespace

std::string CreateCountedTable(api::Engine* engine) {
  api::CreateTableRequest request;
  request.table_name = kCountedTable;
  request.attribute_definitions = {{"pk", AttributeType::kString}};
  request.key_schema = {{"pk"}};
  request.billing_mode = BillingMode::kPayPerRequest;
  request.stream = api::StreamSpec{true, StreamViewType::kNewAndOldImages};
  STATOR_EXPECT_OK(engine->CreateTable(request).status());
  return StreamArnOf(engine);
}

std::string StreamArnOf(api::Engine* engine) {
  api::ListStreamsRequest request;
  request.table_name = kCountedTable;
  const auto reply = engine->ListStreams(request);
  STATOR_EXPECT_OK(reply.status());
  return reply.ok() && !reply->streams.empty() ? reply->streams.back().stream_arn : "";
}

Result<int64_t> AddOne(api::Engine* engine, const std::string& key) {
  api::UpdateItemRequest request;
  request.table_name = kCountedTable;
  request.key = {{"pk", key}};
  request.update_expression = "ADD v :one";
  request.attributes.values = {{":one", AttributeValue(1)}};
  request.return_values = api::ReturnValues::kUpdatedNew;
  STATOR_ASSIGN_OR_RETURN(const api::WriteItemResponse reply, engine->UpdateItem(request));
  return VersionIn(reply.attributes);
}

size_t StreamConsumer::shards_done() const {
  size_t done = 0;
  for (const auto& [id, shard] : shards_) done += shard.done ? 1 : 0;
  return done;
}

void StreamConsumer::FindShards(api::Engine* engine) {
  api::DescribeStreamRequest request;
  request.stream_arn = stream_arn_;
  request.limit = 7;
  do {
    const auto reply = engine->DescribeStream(request);
    STATOR_ASSERT_OK(reply.status());
    for (const api::ShardDescription& shard : reply->shards) {
      shards_[shard.shard_id].parent = shard.parent_shard_id.value_or("");
    }
    request.exclusive_start_shard_id = reply->last_evaluated_shard_id;
  } while (request.exclusive_start_shard_id);
}

size_t StreamConsumer::Poll(api::Engine* engine) {
  FindShards(engine);
  size_t records = 0;
  for (auto& [id, shard] : shards_) {
    if (shard.done) continue;
    const auto parent = shards_.find(shard.parent);
    if (parent != shards_.end() && !parent->second.done) continue;
    records += ReadShard(engine, id, &shard);
  }
  return records;
}

void StreamConsumer::ReadAll(api::Engine* engine) {
  size_t done = 0;
  do {
    done = shards_done();
  } while (Poll(engine) > 0 || shards_done() > done);
}

size_t StreamConsumer::ReadShard(api::Engine* engine, const std::string& id, Shard* shard) {
  api::GetShardIteratorRequest start;
  start.stream_arn = stream_arn_;
  start.shard_id = id;
  if (!shard->last_sequence_number.empty()) {
    start.type = api::ShardIteratorType::kAfterSequenceNumber;
    start.sequence_number = shard->last_sequence_number;
  }
  const auto iterator = engine->GetShardIterator(start);
  STATOR_EXPECT_OK(iterator.status());
  if (!iterator.ok()) return 0;
  size_t records = 0;
  std::optional<std::string> next = iterator->shard_iterator;
  while (next) {
    api::GetRecordsRequest request;
    request.shard_iterator = *next;
    request.limit = 100;
    const auto reply = engine->GetRecords(request);
    STATOR_EXPECT_OK(reply.status());
    if (!reply.ok()) return records;
    for (const api::StreamRecord& record : reply->records) Check(record, shard);
    records += reply->records.size();
    next = reply->next_shard_iterator;
    if (reply->records.empty()) break;
  }
  shard->done = !next;
  return records;
}

void StreamConsumer::Check(const api::StreamRecord& record, Shard* shard) {
  const std::string key(record.keys.Find("pk")->bytes());
  int64_t& version = versions_[key];
  EXPECT_EQ(VersionIn(record.old_image), version) << key;
  EXPECT_EQ(VersionIn(record.new_image), version + 1) << key;
  EXPECT_EQ(record.event, version == 0 ? api::StreamEvent::kInsert : api::StreamEvent::kModify);
  version = VersionIn(record.new_image);
  EXPECT_LT(shard->last_sequence_number, record.sequence_number);
  shard->last_sequence_number = record.sequence_number;
  EXPECT_TRUE(event_ids_.insert(record.event_id).second) << "an event came twice";
}

}  // namespace stator::testing
