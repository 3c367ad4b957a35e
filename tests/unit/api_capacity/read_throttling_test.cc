// Reads that are kept out, and pages that end early.
#include "tests/unit/api_capacity/capacity_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kGet[] =
    R"({"TableName":"tab","Key":{"pk":{"S":"pk"},"sk":{"S":"sk"}},"ConsistentRead":true})";

TEST_F(CapacityTest, ReadsUseReadUnits) {
  Create("tab", Provisioned(1, 1));
  for (int i = 0; i < 300; ++i) EXPECT_EQ(engine_->Call({}, "GetItem", kGet).http_status, 200);
  const CallReply reply = engine_->Call({}, "GetItem", kGet);
  EXPECT_THAT(reply.body, HasSubstr("TableReadProvisionedThroughputExceeded"));
  EXPECT_TRUE(Put("tab", "pk", "sk").ok());  // writes have their own
}

TEST_F(CapacityTest, EventuallyConsistentReadsCostHalf) {
  Create("tab", Provisioned(1, 1));
  const std::string get = R"({"TableName":"tab","Key":{"pk":{"S":"pk"},"sk":{"S":"sk"}}})";
  for (int i = 0; i < 600; ++i) EXPECT_EQ(engine_->Call({}, "GetItem", get).http_status, 200);
  EXPECT_EQ(engine_->Call({}, "GetItem", get).http_status, 400);
}

TEST_F(CapacityTest, ABatchGivesBackTheKeysThatWereThrottled) {
  Create("tab", Provisioned(1, 1));
  for (int i = 0; i < 299; ++i) EXPECT_EQ(engine_->Call({}, "GetItem", kGet).http_status, 200);
  const std::string batch = R"({"RequestItems":{"tab":{"ConsistentRead":true,"Keys":[
      {"pk":{"S":"pk"},"sk":{"S":"a"}},{"pk":{"S":"pk"},"sk":{"S":"b"}}]}}})";
  EXPECT_THAT(engine_->Call({}, "BatchGetItem", batch).body,
              HasSubstr(R"("UnprocessedKeys":{"tab":{"Keys":[{"pk":{"S":"pk"},"sk":{"S":"b"}}],)"
                        R"("ConsistentRead":true}})"));
  EXPECT_THAT(engine_->Call({}, "BatchGetItem", batch).body, HasSubstr("ThroughputExceeded"));
}

TEST_F(CapacityTest, APageThatComesToAThrottledPartitionEndsBeforeIt) {
  Create("tab", OnDemand());
  for (int i = 0; i < 400; ++i) EXPECT_TRUE(Put("tab", "k" + std::to_string(i), "s").ok());
  // Uses up the read units of the partition of one key in the middle of the scan.
  const std::string hot = R"({"TableName":"tab","ConsistentRead":true,"Key":{"pk":{"S":"k1"},
      "sk":{"S":"s"}}})";
  for (int i = 0; i < 3'000; ++i) ASSERT_EQ(engine_->Call({}, "GetItem", hot).http_status, 200);
  ASSERT_EQ(engine_->Call({}, "GetItem", hot).http_status, 400);

  int seen = 0;
  int short_pages = 0;
  std::optional<Item> start;
  for (int page = 0; page < 20; ++page) {
    auto reply = engine_->Scan({{.table_name = "tab", .exclusive_start_key = start}});
    if (!reply.ok()) {
      EXPECT_TRUE(ThrottleOf(reply.status())) << reply.status().message();
      Advance(0.01);  // now there is a little again, and the scan goes through
      continue;
    }
    seen += static_cast<int>(reply->items.size());
    if (!reply->last_evaluated_key) break;
    ++short_pages;
    start = std::move(*reply->last_evaluated_key);
  }
  EXPECT_EQ(seen, 400);  // nothing is lost and nothing comes twice
  EXPECT_LE(short_pages, 4);
}

TEST_F(CapacityTest, AnIndexIsReadWithItsOwnUnits) {
  Create("tab", Provisioned(100, 100) + R"(,"GlobalSecondaryIndexes":[{"IndexName":"by-sk",
      "KeySchema":[{"AttributeName":"sk","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"},
      "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":100}}])");
  const std::string query = R"({"TableName":"tab","IndexName":"by-sk",
      "KeyConditionExpression":"sk = :s","ExpressionAttributeValues":{":s":{"S":"s"}}})";
  for (int i = 0; i < 600; ++i) EXPECT_EQ(engine_->Call({}, "Query", query).http_status, 200);
  EXPECT_THAT(engine_->Call({}, "Query", query).body,
              HasSubstr("IndexReadProvisionedThroughputExceeded"));
  EXPECT_EQ(engine_->Call({}, "GetItem", kGet).http_status, 200);
}

TEST_F(CapacityTest, TransactGetItemsGivesItsReasons) {
  Create("tab", Provisioned(1, 1));
  const std::string get = R"({"TransactItems":[{"Get":{"TableName":"tab",
      "Key":{"pk":{"S":"pk"},"sk":{"S":"sk"}}}}]})";
  for (int i = 0; i < 150; ++i) {
    EXPECT_EQ(engine_->Call({}, "TransactGetItems", get).http_status, 200);
  }
  EXPECT_THAT(engine_->Call({}, "TransactGetItems", get).body,
              HasSubstr(R"("Code":"ProvisionedThroughputExceeded")"));
}

TEST_F(CapacityTest, PartitionsCanBeSeen) {
  Create("tab", OnDemand());
  EXPECT_EQ(PutUntilThrottled("tab", "hot", 2'000), 1'000);
  const CallReply reply =
      engine_->Administer(AdminCall::kDescribePartitions, R"({"TableName":"tab"})");
  EXPECT_EQ(reply.http_status, 200);
  EXPECT_THAT(reply.body, HasSubstr(R"("Mode":"partition")"));
  EXPECT_THAT(reply.body, HasSubstr(R"("Throttled":{"TableWriteKeyRangeThroughputExceeded":1})"));
  EXPECT_THAT(reply.body, HasSubstr(R"("Units":1000.0,"Throttled":1)"));
  EXPECT_EQ(engine_->Administer(AdminCall::kDescribePartitions, "{}").http_status, 400);
  EXPECT_EQ(engine_->Administer(AdminCall::kSetCapacityMode, R"({"Mode":"fast"})").http_status,
            400);
  EXPECT_EQ(engine_->Administer(AdminCall::kSetCapacityMode, "{}").http_status, 400);
  EXPECT_EQ(engine_->Administer(AdminCall::kSetCapacityMode, R"({"Mode":"off"})").http_status, 200);
  EXPECT_EQ(PutUntilThrottled("tab", "hot", 100), 100);
}

}  // namespace
}  // namespace stator::api
