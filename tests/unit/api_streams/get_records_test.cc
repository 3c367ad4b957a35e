#include "api/json/base64.h"
#include "kv/base/hash.h"
#include "kv/codec/key_codec.h"
#include "tests/unit/api_streams/streams_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

class GetRecordsTest : public StreamsApiTest {
 protected:
  // A table with a stream and one record in it; its ARN and the shard of the record.
  std::string CreateWithRecord(std::string* shard) {
    CreateTable("tab", "NEW_AND_OLD_IMAGES");
    Put("tab", "key", 1);
    const std::string arn = ArnOf("tab");
    ReadOnly(arn, shard);
    return arn;
  }
  void Split() {
    SplitPartitionRequest request;
    request.table_name = "tab";
    for (int64_t id = 1; id <= 4; ++id) {
      request.partition_id = id;
      EXPECT_TRUE(engine_->SplitPartition(request).ok());
    }
  }
};

TEST_F(GetRecordsTest, ARecordHasTheShapeOfAws) {
  CreateTable("tab", "NEW_AND_OLD_IMAGES");
  Put("tab", "key", 1);
  clock_.Advance(2 * kSeconds);
  Put("tab", "key", 22);
  const std::string reply = ReadOnly(ArnOf("tab"));
  ASSERT_EQ(At(reply, "Records"), "2");
  const auto at = [&](const std::string& path) { return At(reply, "Records.1." + path); };
  EXPECT_THAT(at("eventID"), MatchesRegex("[0-9a-f]{32}"));
  EXPECT_NE(at("eventID"), At(reply, "Records.0.eventID"));
  EXPECT_EQ(at("eventName"), "MODIFY");
  EXPECT_EQ(at("eventVersion"), "1.1");
  EXPECT_EQ(at("eventSource"), "aws:dynamodb");
  EXPECT_EQ(at("awsRegion"), "us-east-1");
  EXPECT_EQ(at("userIdentity"), "absent");
  EXPECT_EQ(at("dynamodb.ApproximateCreationDateTime"), "1778330098");
  EXPECT_EQ(at("dynamodb.Keys"), "1");
  EXPECT_EQ(at("dynamodb.Keys.pk.S"), "key");
  EXPECT_EQ(at("dynamodb.NewImage.v.N"), "22");
  EXPECT_EQ(at("dynamodb.OldImage.v.N"), "1");
  EXPECT_THAT(at("dynamodb.SequenceNumber"), MatchesRegex("[0-9]{21}"));
  EXPECT_EQ(at("dynamodb.SizeBytes"), "21") << "pk, key: 5; and twice with v and a number: 8";
  EXPECT_EQ(at("dynamodb.StreamViewType"), "NEW_AND_OLD_IMAGES");
  EXPECT_NE(At(reply, "NextShardIterator"), "absent");
  EXPECT_EQ(At(reply, "Records.0.eventName"), "INSERT");
  EXPECT_EQ(At(reply, "Records.0.dynamodb.OldImage"), "absent");
}

TEST_F(GetRecordsTest, ViewsShowWhatTheyAreToShow) {
  const struct {
    const char* view;
    const char* new_value;
    const char* old_value;
  } views[] = {{"KEYS_ONLY", "absent", "absent"},
               {"NEW_IMAGE", "2", "absent"},
               {"OLD_IMAGE", "absent", "1"},
               {"NEW_AND_OLD_IMAGES", "2", "1"}};
  for (const auto& [view, new_value, old_value] : views) {
    const std::string name = std::string("tab_") + view;
    CreateTable(name, view);
    Put(name, "key", 1);
    Put(name, "key", 2);
    Call("DeleteItem", R"({"TableName":")" + name + R"(","Key":{"pk":{"S":"key"}}})");
    const std::string reply = ReadOnly(ArnOf(name));
    ASSERT_EQ(At(reply, "Records"), "3");
    EXPECT_EQ(At(reply, "Records.1.dynamodb.NewImage.v.N"), new_value) << view;
    EXPECT_EQ(At(reply, "Records.1.dynamodb.OldImage.v.N"), old_value) << view;
    EXPECT_EQ(At(reply, "Records.2.eventName"), "REMOVE");
    EXPECT_EQ(At(reply, "Records.2.dynamodb.NewImage"), "absent") << view;
    for (const char* record : {"0", "1", "2"}) {
      const std::string path = std::string("Records.") + record + ".dynamodb.";
      EXPECT_EQ(At(reply, path + "Keys.pk.S"), "key") << view;
      EXPECT_EQ(At(reply, path + "StreamViewType"), view);
    }
  }
}

TEST_F(GetRecordsTest, AWriteThatChangesNothingIsNoRecord) {
  CreateTable("tab", "NEW_IMAGE");
  Put("tab", "key", 1);
  Put("tab", "key", 1);
  Call("UpdateItem", R"({"TableName":"tab","Key":{"pk":{"S":"key"}},"UpdateExpression":
      "SET v = :v","ExpressionAttributeValues":{":v":{"N":"1.0"}}})");
  Call("DeleteItem", R"({"TableName":"tab","Key":{"pk":{"S":"nobody"}}})");
  EXPECT_EQ(At(ReadOnly(ArnOf("tab")), "Records"), "1");
}

TEST_F(GetRecordsTest, IteratorsBeginWhereTheyAreToldTo) {
  std::string shard;
  const std::string arn = CreateWithRecord(&shard);
  for (int v = 2; v <= 5; ++v) Put("tab", "key", v);
  const std::string all = Read(arn, shard, "TRIM_HORIZON");
  ASSERT_EQ(At(all, "Records"), "5");
  const std::string third = At(all, "Records.2.dynamodb.SequenceNumber");
  const std::string at = Read(arn, shard, "AT_SEQUENCE_NUMBER", third);
  EXPECT_EQ(At(at, "Records"), "3");
  EXPECT_EQ(At(at, "Records.0.dynamodb.SequenceNumber"), third);
  const std::string after = Read(arn, shard, "AFTER_SEQUENCE_NUMBER", third);
  EXPECT_EQ(At(after, "Records"), "2");
  EXPECT_EQ(At(after, "Records.0.dynamodb.NewImage.v.N"), "4");

  const std::string latest = At(Iterator(arn, shard, "LATEST"), "ShardIterator");
  EXPECT_EQ(At(GetRecords(latest), "Records"), "0");
  Put("tab", "key", 6);
  EXPECT_EQ(At(GetRecords(latest), "Records"), "1");
}

TEST_F(GetRecordsTest, PagesGoOnWhereTheLastOneEnded) {
  std::string shard;
  const std::string arn = CreateWithRecord(&shard);
  for (int v = 2; v <= 5; ++v) Put("tab", "key", v);
  std::string iterator = At(Iterator(arn, shard, "TRIM_HORIZON"), "ShardIterator");
  std::string values;
  for (int page = 0; page < 4; ++page) {
    const std::string reply = GetRecords(iterator, R"(,"Limit":2)");
    for (int i = 0; i < 2; ++i) {
      const std::string v = At(reply, "Records." + std::to_string(i) + ".dynamodb.NewImage.v.N");
      if (v != "absent") values += v;
    }
    iterator = At(reply, "NextShardIterator");
    values += "|";
  }
  EXPECT_EQ(values, "12|34|5||");
  EXPECT_THAT(GetRecords(iterator, R"(,"Limit":0)"), HasSubstr("greater than or equal to 1"));
  EXPECT_THAT(GetRecords(iterator, R"(,"Limit":1001)"), HasSubstr("less than or equal to 1000"));
}

TEST_F(GetRecordsTest, APageIsAtMostAThousandRecordsAndOneMegabyte) {
  CreateTable("tab", "NEW_IMAGE");
  for (int v = 0; v < 1'005; ++v) Put("tab", "key", v);
  EXPECT_EQ(At(ReadOnly(ArnOf("tab")), "Records"), "1000");
  CreateTable("big", "NEW_IMAGE");
  for (int v = 0; v < 4; ++v) {
    Call("PutItem", R"({"TableName":"big","Item":{"pk":{"S":"key"},"f":{"S":")" +
                        std::string(300'000, static_cast<char>('a' + v)) + "\"}}}");
  }
  EXPECT_EQ(At(ReadOnly(ArnOf("big")), "Records"), "3");
}

TEST_F(GetRecordsTest, AClosedShardEnds) {
  std::string shard;
  const std::string arn = CreateWithRecord(&shard);
  EXPECT_NE(At(Read(arn, shard, "TRIM_HORIZON"), "NextShardIterator"), "absent");
  Split();
  const std::string reply = Read(arn, shard, "TRIM_HORIZON");
  EXPECT_EQ(At(reply, "Records"), "1");
  EXPECT_EQ(At(reply, "NextShardIterator"), "absent");
  const std::string latest = Read(arn, shard, "LATEST");
  EXPECT_EQ(At(latest, "Records"), "0");
  EXPECT_EQ(At(latest, "NextShardIterator"), "absent");
}

TEST_F(GetRecordsTest, IteratorsLiveFifteenMinutes) {
  std::string shard;
  const std::string arn = CreateWithRecord(&shard);
  const std::string iterator = At(Iterator(arn, shard, "TRIM_HORIZON"), "ShardIterator");
  clock_.Advance(15 * 60 * kSeconds);
  const std::string reply = GetRecords(iterator);
  EXPECT_EQ(At(reply, "Records"), "1");
  clock_.Advance(1);
  EXPECT_THAT(GetRecords(iterator), HasSubstr("ExpiredIteratorException: Iterator expired."));
  EXPECT_EQ(At(GetRecords(At(reply, "NextShardIterator")), "Records"), "0") << "a new one";
}

TEST_F(GetRecordsTest, WhatIsADayOldIsTrimmed) {
  std::string shard;
  const std::string arn = CreateWithRecord(&shard);
  const std::string number =
      At(Read(arn, shard, "TRIM_HORIZON"), "Records.0.dynamodb.SequenceNumber");
  clock_.Advance(24 * kHours - 60 * kSeconds);
  const std::string iterator =
      At(Iterator(arn, shard, "AT_SEQUENCE_NUMBER", number), "ShardIterator");
  EXPECT_EQ(At(GetRecords(iterator), "Records"), "1");
  clock_.Advance(61 * kSeconds);
  const std::string trimmed =
      "TrimmedDataAccessException: The data you are trying to access has been trimmed";
  EXPECT_EQ(GetRecords(iterator), trimmed);
  EXPECT_EQ(Iterator(arn, shard, "AT_SEQUENCE_NUMBER", number), trimmed);
  EXPECT_EQ(Iterator(arn, shard, "AFTER_SEQUENCE_NUMBER", number), trimmed);
  EXPECT_EQ(At(Read(arn, shard, "TRIM_HORIZON"), "Records"), "0") << "the oldest that is left";
}

TEST_F(GetRecordsTest, ShardsAndStreamsThatAreGoneAreNotFound) {
  std::string shard;
  const std::string arn = CreateWithRecord(&shard);
  Call("DeleteTable", R"({"TableName":"tab"})");
  clock_.Advance(24 * kHours - 60 * kSeconds);
  EXPECT_EQ(At(Read(arn, shard, "TRIM_HORIZON"), "Records"), "1") << "though the table is gone";
  const std::string iterator = At(Iterator(arn, shard, "LATEST"), "ShardIterator");
  clock_.Advance(60 * kSeconds);
  const std::string gone =
      "ResourceNotFoundException: Requested resource not found: Stream: " + arn + " not found";
  EXPECT_EQ(Iterator(arn, shard, "TRIM_HORIZON"), gone);
  EXPECT_EQ(GetRecords(iterator), gone);
  EXPECT_EQ(At(Call("ListStreams", "{}"), "Streams"), "0");
}

TEST_F(GetRecordsTest, AShardIsFoundByItsWholeId) {
  std::string shard;
  const std::string arn = CreateWithRecord(&shard);
  const std::string gone =
      "ResourceNotFoundException: Requested resource not found: Shard does not exist";
  EXPECT_EQ(Iterator(arn, "shardId-00000001778330096789-00000009", "LATEST"), gone);
  std::string other_time = shard;
  other_time[20] = '9';
  EXPECT_EQ(Iterator(arn, other_time, "LATEST"), gone);
  EXPECT_EQ(Iterator(arn, "1234567890123456789012345678", "LATEST"),
            "ValidationException: Invalid ShardId");
}

TEST_F(GetRecordsTest, SequenceNumbersAreOfTheShard) {
  std::string shard;
  const std::string arn = CreateWithRecord(&shard);
  EXPECT_EQ(Iterator(arn, shard, "AT_SEQUENCE_NUMBER"),
            "ValidationException: SequenceNumber is required for this ShardIteratorType");
  EXPECT_EQ(Iterator(arn, shard, "AT_SEQUENCE_NUMBER", "100000000000000000000"),
            "ValidationException: Invalid SequenceNumber")
      << "before the shard was opened";
  EXPECT_EQ(Iterator(arn, shard, "AT_SEQUENCE_NUMBER", "49574408222142592692188662"),
            "ValidationException: Invalid SequenceNumber");
  Split();
  Put("tab", "key", 2);
  EXPECT_EQ(Iterator(arn, shard, "AFTER_SEQUENCE_NUMBER", "100000000000000000900"),
            "ValidationException: Invalid SequenceNumber")
      << "after it was closed";
}

TEST_F(GetRecordsTest, DamagedAndForgedIteratorsAreRefused) {
  std::string shard;
  const std::string arn = CreateWithRecord(&shard);
  CreateTable("other", "NEW_IMAGE");
  const std::string iterator = At(Iterator(arn, shard, "TRIM_HORIZON"), "ShardIterator");
  const std::string refused = "ValidationException: Invalid ShardIterator";
  const size_t payload = iterator.rfind('|') + 1;
  for (size_t i = payload; i < iterator.size(); ++i) {
    std::string damaged = iterator;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(GetRecords(damaged), refused) << damaged;
  }
  for (const std::string& forged :
       {std::string("x"), std::string("|1|"), arn, arn + "|1|", iterator.substr(payload),
        iterator.substr(0, iterator.size() - 4), iterator + "AAAA",
        ArnOf("other") + iterator.substr(payload - 3)}) {
    EXPECT_EQ(GetRecords(forged), refused) << forged;
  }
}

// The seal was a hash without a secret, so who might call GetRecords made iterators himself: he
// needed neither GetShardIterator nor to hurry.
TEST_F(GetRecordsTest, NobodyElseCanSealAnIterator) {
  std::string shard;
  const std::string arn = CreateWithRecord(&shard);
  const std::string iterator = At(Iterator(arn, shard, "TRIM_HORIZON"), "ShardIterator");
  ASSERT_EQ(At(GetRecords(iterator), "Records"), "1");
  std::string payload;
  ASSERT_TRUE(json::AppendBase64Decoded(iterator.substr(iterator.rfind('|') + 1), &payload).ok());
  payload.resize(payload.size() - 8);
  const std::string refused = "ValidationException: Invalid ShardIterator";
  for (uint32_t table_id = 0; table_id < 8; ++table_id) {
    for (uint32_t number = 0; number < 4; ++number) {
      std::string hashed = arn;
      AppendBigEndian32(table_id, &hashed);
      AppendBigEndian32(number, &hashed);
      std::string forged = payload;
      AppendBigEndian64(HashBytes(hashed + payload), &forged);
      std::string token = arn + "|1|";
      json::AppendBase64(forged, &token);
      EXPECT_EQ(GetRecords(token), refused) << table_id << " " << number;
    }
  }
}

}  // namespace
}  // namespace stator::api
