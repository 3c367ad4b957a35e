// Writes that are kept out, and by what.
#include "tests/unit/api_capacity/capacity_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;

TEST_F(CapacityTest, AHotKeyIsHeldToAThousandUnitsASecondAndStaysThere) {
  Create("tab", OnDemand());
  EXPECT_EQ(PutUntilThrottled("tab", "hot", 2'000), 1'000);
  for (int second = 0; second < 5; ++second) {
    Advance(1);
    EXPECT_EQ(PutUntilThrottled("tab", "hot", 2'000), 1'000);
  }
  // The other partitions have theirs.
  int others = 0;
  for (int i = 0; i < 100; ++i) others += Put("tab", "cold" + std::to_string(i), "s").ok();
  EXPECT_GE(others, 60);
}

TEST_F(CapacityTest, ProvisionedUnitsAreSavedForThreeHundredSeconds) {
  Create("tab", Provisioned(5, 2));
  EXPECT_EQ(PutUntilThrottled("tab", "pk", 2'000), 600);
  Advance(10);
  EXPECT_EQ(PutUntilThrottled("tab", "pk", 2'000), 20);
  Advance(3'600);
  EXPECT_EQ(PutUntilThrottled("tab", "pk", 2'000), 600);
}

TEST_F(CapacityTest, AnErrorNamesItsReasonAndItsResource) {
  Create("tab", Provisioned(5, 1));
  EXPECT_EQ(PutUntilThrottled("tab", "pk", 2'000), 300);
  const CallReply reply = PutJson("tab", R"({"pk":{"S":"pk"},"sk":{"S":"x"}})");
  EXPECT_EQ(reply.http_status, 400);
  EXPECT_EQ(
      reply.body,
      R"({"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",)"
      R"("ThrottlingReasons":[{"reason":"TableWriteProvisionedThroughputExceeded",)"
      R"("resource":"arn:aws:dynamodb:us-east-1:123456789012:table/tab"}],)"
      R"("message":"The level of configured provisioned throughput for the table was )"
      R"(exceeded. Consider increasing your provisioning level with the UpdateTable API."})");
}

TEST_F(CapacityTest, TheOwnersCeilingIsAThrottlingException) {
  Create("tab", OnDemand() + R"(,"OnDemandThroughput":{"MaxWriteRequestUnits":5})");
  EXPECT_EQ(PutUntilThrottled("tab", "pk", 2'000), 5);
  const CallReply reply = PutJson("tab", R"({"pk":{"S":"pk"},"sk":{"S":"x"}})");
  EXPECT_THAT(reply.body, HasSubstr("#ThrottlingException"));
  EXPECT_THAT(reply.body, HasSubstr(R"("throttlingReasons":[{"reason":)"
                                    R"("TableWriteMaxOnDemandThroughputExceeded")"));
}

TEST_F(CapacityTest, ANewOnDemandTableServesFourThousandUnits) {
  Create("tab", OnDemand());
  // Four partitions; enough keys that each gets its share.
  const auto put_evenly = [this](int count) {
    int done = 0;
    for (int i = 0; i < count; ++i) done += Put("tab", "k" + std::to_string(i % 1'000), "s").ok();
    return done;
  };
  const int first = put_evenly(6'000);
  EXPECT_LE(first, 4'000);
  EXPECT_GE(first, 3'600);
}

TEST_F(CapacityTest, AnIndexWithoutCapacityKeepsTheTablesWritesOut) {
  Create("tab", Provisioned(100, 100) + R"(,"GlobalSecondaryIndexes":[{"IndexName":"by-sk",
      "KeySchema":[{"AttributeName":"sk","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"},
      "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}}])");
  EXPECT_EQ(PutUntilThrottled("tab", "pk", 2'000), 300);
  const CallReply reply = PutJson("tab", R"({"pk":{"S":"pk"},"sk":{"S":"x"}})");
  EXPECT_THAT(reply.body, HasSubstr(R"("reason":"IndexWriteProvisionedThroughputExceeded",)"
                                    R"("resource":"arn:aws:dynamodb:us-east-1:123456789012:table/)"
                                    R"(tab/index/by-sk")"));
  EXPECT_THAT(reply.body, HasSubstr("global secondary indexes"));
  // A write that does not touch the index goes in.
  EXPECT_TRUE(Put("tab", "pk", "0").ok());
}

TEST_F(CapacityTest, WhatIsOverdrawnIsPaidBack) {
  Create("tab", Provisioned(1, 1));
  const std::string text(100 * 1024, 'x');
  const std::string large = R"({"pk":{"S":"pk"},"sk":{"S":"large"},"v":{"S":")" + text + R"("}})";
  for (int i = 0; i < 2; ++i) EXPECT_EQ(PutJson("tab", large).http_status, 200);
  // Of 300 units 202 are gone: the third takes the bucket below zero.
  EXPECT_EQ(PutJson("tab", large).http_status, 200);
  EXPECT_EQ(PutJson("tab", large).http_status, 400);
  Advance(2);
  EXPECT_EQ(PutJson("tab", large).http_status, 400);
  Advance(3);
  EXPECT_EQ(PutJson("tab", large).http_status, 200);
}

TEST_F(CapacityTest, AFailedConditionCostsAsMuchAsAWrite) {
  Create("tab", Provisioned(1, 1));
  EXPECT_TRUE(Put("tab", "pk", "sk").ok());
  const std::string refused = R"_({"TableName":"tab","Item":{"pk":{"S":"pk"},"sk":{"S":"sk"}},
      "ConditionExpression":"attribute_not_exists(sk)"})_";
  for (int i = 0; i < 299; ++i) {
    EXPECT_THAT(engine_->Call({}, "PutItem", refused).body, HasSubstr("ConditionalCheckFailed"));
  }
  EXPECT_THAT(engine_->Call({}, "PutItem", refused).body, HasSubstr("ThroughputExceeded"));
}

TEST_F(CapacityTest, ABatchGivesBackWhatWasThrottledAndFailsWhenAllWas) {
  Create("tab", Provisioned(1, 1));
  EXPECT_EQ(PutUntilThrottled("tab", "pk", 298), 298);
  std::string puts;
  for (const auto* sk : {"a", "b", "c"}) {
    if (!puts.empty()) puts += ",";
    puts += R"({"PutRequest":{"Item":{"pk":{"S":"pk"},"sk":{"S":")" + std::string(sk) + R"("}}}})";
  }
  const std::string batch = R"({"RequestItems":{"tab":[)" + puts + "]}}";
  CallReply reply = engine_->Call({}, "BatchWriteItem", batch);
  EXPECT_EQ(reply.body, R"({"UnprocessedItems":{"tab":[{"PutRequest":{"Item":{"pk":{"S":"pk"},)"
                        R"("sk":{"S":"c"}}}}]}})");
  reply = engine_->Call({}, "BatchWriteItem", batch);
  EXPECT_THAT(reply.body, HasSubstr("#ProvisionedThroughputExceededException"));
}

TEST_F(CapacityTest, ATransactionCostsTwiceAndGivesItsReasons) {
  Create("tab", Provisioned(1, 1));
  const auto transact = [this](const std::string& sk) {
    return engine_->Call({}, "TransactWriteItems", R"({"TransactItems":[{"Put":{"TableName":"tab",
        "Item":{"pk":{"S":"pk"},"sk":{"S":")" + sk + R"("}}}}]})");
  };
  for (int i = 0; i < 150; ++i) EXPECT_EQ(transact(std::to_string(i)).http_status, 200);
  const CallReply reply = transact("x");
  EXPECT_THAT(reply.body, HasSubstr("#TransactionCanceledException"));
  EXPECT_THAT(reply.body, HasSubstr(R"("Code":"ProvisionedThroughputExceeded")"));
}

TEST_F(CapacityTest, ModesSayWhatIsEnforcedAndMayChange) {
  Open(CapacityMode::kOff);
  Create("tab", Provisioned(1, 1));
  EXPECT_EQ(PutUntilThrottled("tab", "pk", 400), 400);
  ASSERT_TRUE(engine_->SetCapacityMode({.mode = CapacityMode::kTable}).ok());
  EXPECT_EQ(PutUntilThrottled("tab", "pk", 400), 300);  // its buckets were not touched before
  ASSERT_TRUE(engine_->SetCapacityMode({.mode = CapacityMode::kOff, .table_name = "tab"}).ok());
  EXPECT_EQ(PutUntilThrottled("tab", "pk", 10), 10);
  ASSERT_TRUE(engine_->SetCapacityMode({.mode = {}, .table_name = "tab"}).ok());
  EXPECT_EQ(PutUntilThrottled("tab", "pk", 10), 0);
  // A partition has no limit of its own in this mode.
  Create("big", Provisioned(1, 10'000));
  EXPECT_EQ(PutUntilThrottled("big", "hot", 3'000), 3'000);
}

}  // namespace
}  // namespace stator::api
