#include "tests/unit/api_streams/streams_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

class DescribeStreamTest : public StreamsApiTest {
 protected:
  void Split(int64_t partition_id) {
    SplitPartitionRequest request;
    request.table_name = "tab";
    request.partition_id = partition_id;
    EXPECT_TRUE(engine_->SplitPartition(request).ok());
  }
};

TEST_F(DescribeStreamTest, TheTableNamesItsStream) {
  CreateTable("tab", "NEW_IMAGE");
  const std::string table = Call("DescribeTable", R"({"TableName":"tab"})");
  EXPECT_EQ(At(table, "Table.StreamSpecification.StreamEnabled"), "true");
  EXPECT_EQ(At(table, "Table.StreamSpecification.StreamViewType"), "NEW_IMAGE");
  EXPECT_EQ(At(table, "Table.LatestStreamLabel"), "2026-05-09T12:34:56.789");
  EXPECT_EQ(At(table, "Table.LatestStreamArn"),
            "arn:aws:dynamodb:us-east-1:123456789012:table/tab/stream/2026-05-09T12:34:56.789");
  CreateTable("bare", "");
  EXPECT_EQ(ArnOf("bare"), "absent");
}

TEST_F(DescribeStreamTest, ShowsStreamAndShards) {
  CreateTable("tab", "OLD_IMAGE");
  const std::string reply = DescribeStream(ArnOf("tab"));
  const auto at = [&](const std::string& path) { return At(reply, "StreamDescription." + path); };
  EXPECT_EQ(at("StreamArn"), ArnOf("tab"));
  EXPECT_EQ(at("StreamLabel"), "2026-05-09T12:34:56.789");
  EXPECT_EQ(at("StreamStatus"), "ENABLED");
  EXPECT_EQ(at("StreamViewType"), "OLD_IMAGE");
  EXPECT_THAT(reply, HasSubstr("\"CreationRequestDateTime\":1778330096.789,"));
  EXPECT_EQ(at("TableName"), "tab");
  EXPECT_EQ(at("KeySchema"), "1");
  EXPECT_EQ(at("KeySchema.0.AttributeName"), "pk");
  EXPECT_EQ(at("KeySchema.0.KeyType"), "HASH");
  EXPECT_EQ(at("LastEvaluatedShardId"), "absent");
  ASSERT_EQ(at("Shards"), "4");
  EXPECT_EQ(at("Shards.0.ShardId"), "shardId-00000001778330096789-00000000");
  EXPECT_EQ(at("Shards.3.ShardId"), "shardId-00000001778330096789-00000003");
  EXPECT_THAT(at("Shards.0.SequenceNumberRange.StartingSequenceNumber"), MatchesRegex("[0-9]{21}"));
  EXPECT_EQ(at("Shards.0.SequenceNumberRange.EndingSequenceNumber"), "absent");
  EXPECT_EQ(at("Shards.0.ParentShardId"), "absent");
}

TEST_F(DescribeStreamTest, PagesOverTheShards) {
  CreateTable("tab", "NEW_IMAGE");
  const std::string arn = ArnOf("tab");
  std::string start;
  std::vector<std::string> ids;
  for (int page = 0; page < 2; ++page) {
    const std::string reply = DescribeStream(arn, R"(,"Limit":3)" + start);
    const int count = std::stoi(At(reply, "StreamDescription.Shards"));
    for (int i = 0; i < count; ++i) {
      ids.push_back(At(reply, "StreamDescription.Shards." + std::to_string(i) + ".ShardId"));
    }
    const std::string last = At(reply, "StreamDescription.LastEvaluatedShardId");
    EXPECT_EQ(last, page == 0 ? ids.back() : "absent");
    start = R"(,"ExclusiveStartShardId":")" + last + "\"";
  }
  EXPECT_EQ(ids.size(), 4U);
  EXPECT_EQ(ids[3], ShardAt(arn, 3));
  EXPECT_EQ(At(DescribeStream(arn, R"(,"Limit":4)"), "StreamDescription.LastEvaluatedShardId"),
            "absent");
}

TEST_F(DescribeStreamTest, ASplitShowsParentsAndChildren) {
  CreateTable("tab", "NEW_IMAGE");
  const std::string arn = ArnOf("tab");
  clock_.Advance(kSeconds);
  Split(3);
  const std::string reply = DescribeStream(arn);
  const auto at = [&](const std::string& path) {
    return At(reply, "StreamDescription.Shards." + path);
  };
  EXPECT_EQ(at("4.ShardId"), "shardId-00000001778330097789-00000004");
  const std::string parent = at("4.ParentShardId");
  EXPECT_EQ(at("5.ParentShardId"), parent);
  int closed = -1;
  for (int i = 0; i < 4; ++i) {
    if (at(std::to_string(i) + ".ShardId") == parent) closed = i;
  }
  ASSERT_GE(closed, 0);
  const std::string ending =
      at(std::to_string(closed) + ".SequenceNumberRange.EndingSequenceNumber");
  EXPECT_LT(ending, at("4.SequenceNumberRange.StartingSequenceNumber"));

  const std::string filter = R"(,"ShardFilter":{"Type":"CHILD_SHARDS","ShardId":")";
  const std::string children = DescribeStream(arn, filter + parent + "\"}");
  EXPECT_EQ(At(children, "StreamDescription.Shards"), "2");
  EXPECT_EQ(At(children, "StreamDescription.Shards.0.ShardId"), at("4.ShardId"));
  EXPECT_EQ(At(DescribeStream(arn, filter + at("4.ShardId") + "\"}"), "StreamDescription.Shards"),
            "0");
}

TEST_F(DescribeStreamTest, WhatIsWrongIsSaid) {
  CreateTable("tab", "NEW_IMAGE");
  const std::string arn = ArnOf("tab");
  EXPECT_EQ(
      DescribeStream(arn + "x"),
      "ResourceNotFoundException: Requested resource not found: Stream: " + arn + "x not found");
  EXPECT_THAT(DescribeStream("arn:aws:dynamodb:eu-west-1:123456789012:table/tab/stream/"
                             "2026-05-09T12:34:56.789"),
              StartsWith("ResourceNotFoundException: Requested resource not found: Stream: arn:"));
  EXPECT_EQ(DescribeStream("arn:aws:dynamodb:us-east-1:123456789012:table/tab"),
            "ValidationException: Invalid StreamArn");
  EXPECT_THAT(DescribeStream("short"), HasSubstr("length greater than or equal to 37"));
  EXPECT_THAT(DescribeStream(arn, R"(,"Limit":0)"), HasSubstr("greater than or equal to 1"));
  EXPECT_THAT(DescribeStream(arn, R"(,"Limit":101)"), HasSubstr("less than or equal to 100"));
  EXPECT_EQ(DescribeStream(arn, R"(,"ExclusiveStartShardId":"1234567890123456789012345678")"),
            "ValidationException: Invalid ShardId");
  EXPECT_EQ(DescribeStream(arn, R"(,"ShardFilter":{"Type":"CHILD_SHARDS"})"),
            "ValidationException: ShardFilter must have both Type and ShardId");
  EXPECT_THAT(DescribeStream(arn, R"(,"ShardFilter":{"Type":"ALL"})"), HasSubstr("[CHILD_SHARDS]"));
}

TEST_F(DescribeStreamTest, ListStreamsPagesAndFilters) {
  CreateTable("bbb", "NEW_IMAGE");
  CreateTable("aaa", "NEW_IMAGE");
  CreateTable("none", "");
  const std::string all = Call("ListStreams", "{}");
  EXPECT_EQ(At(all, "Streams"), "2");
  EXPECT_EQ(At(all, "Streams.0.TableName"), "aaa");
  EXPECT_EQ(At(all, "Streams.1.StreamArn"), ArnOf("bbb"));
  EXPECT_EQ(At(all, "Streams.1.StreamLabel"), "2026-05-09T12:34:56.789");
  EXPECT_EQ(At(all, "LastEvaluatedStreamArn"), "absent");
  const std::string first = Call("ListStreams", R"({"Limit":1})");
  EXPECT_EQ(At(first, "LastEvaluatedStreamArn"), ArnOf("aaa"));
  const std::string second =
      Call("ListStreams", R"({"Limit":1,"ExclusiveStartStreamArn":")" + ArnOf("aaa") + "\"}");
  EXPECT_EQ(At(second, "Streams.0.TableName"), "bbb");
  EXPECT_EQ(At(second, "LastEvaluatedStreamArn"), "absent");
  EXPECT_EQ(At(Call("ListStreams", R"({"TableName":"bbb"})"), "Streams"), "1");
  EXPECT_EQ(At(Call("ListStreams", R"({"TableName":"none"})"), "Streams"), "0");
  EXPECT_THAT(Call("ListStreams", R"({"Limit":101})"), HasSubstr("less than or equal to 100"));
}

TEST_F(DescribeStreamTest, StreamsAreSwitchedByUpdateTable) {
  CreateTable("tab", "");
  EXPECT_EQ(SetStream("tab", R"({"StreamEnabled":false})"),
            "ValidationException: Table has no stream to disable: TableName: tab");
  const std::string enabled = SetStream("tab", Enabled("KEYS_ONLY"));
  EXPECT_EQ(At(enabled, "TableDescription.TableStatus"), "UPDATING");
  EXPECT_EQ(At(enabled, "TableDescription.LatestStreamLabel"), "2026-05-09T12:34:56.789");
  EXPECT_EQ(At(enabled, "TableDescription.StreamSpecification.StreamViewType"), "KEYS_ONLY");
  for (const char* view : {"KEYS_ONLY", "NEW_IMAGE"}) {
    EXPECT_EQ(SetStream("tab", Enabled(view)),
              "ValidationException: Table already has an enabled stream: TableName: tab");
  }
  const std::string arn = ArnOf("tab");
  const std::string disabled = SetStream("tab", R"({"StreamEnabled":false})");
  EXPECT_EQ(At(disabled, "TableDescription.StreamSpecification"), "absent");
  EXPECT_EQ(ArnOf("tab"), arn) << "the latest stream stays, though disabled";
  EXPECT_EQ(At(DescribeStream(arn), "StreamDescription.StreamStatus"), "DISABLED");
  SetStream("tab", Enabled("NEW_IMAGE"));
  EXPECT_NE(ArnOf("tab"), arn);
  EXPECT_EQ(At(Call("ListStreams", R"({"TableName":"tab"})"), "Streams"), "2");
}

TEST_F(DescribeStreamTest, SplitsAreAskedForInJson) {
  CreateTable("tab", "NEW_IMAGE");
  const CallReply reply =
      engine_->Administer(AdminCall::kSplitPartition, R"({"TableName":"tab","PartitionId":2})");
  EXPECT_EQ(reply.body, R"({"PartitionId":2,"NewPartitionIds":[5,6]})");
  EXPECT_EQ(engine_->Administer(AdminCall::kSplitPartition, R"({"TableName":"tab"})").http_status,
            200);
  for (const char* body :
       {"", "[]", "{}", R"({"TableName":7})", R"({"TableName":"tab","PartitionId":2})",
        R"({"TableName":"tab","PartitionId":"3"})", R"({"TableName":"tab","PartitionId":-1})",
        R"({"TableName":"tab","Partition":3})", R"({"TableName":"other"})"}) {
    EXPECT_EQ(engine_->Administer(AdminCall::kSplitPartition, body).http_status, 400) << body;
  }
}

TEST_F(DescribeStreamTest, AStreamHasNoTags) {
  CreateTable("tab", "KEYS_ONLY");
  const std::string arn = R"({"ResourceArn":")" + ArnOf("tab") + "\"";
  EXPECT_THAT(Call("TagResource", arn + R"(,"Tags":[{"Key":"a","Value":"1"}]})"),
              testing::StartsWith("ResourceNotFoundException: "));
  EXPECT_THAT(Call("ListTagsOfResource", arn + "}"),
              testing::StartsWith("ResourceNotFoundException: "));
}

}  // namespace
}  // namespace stator::api
