// Which requests are counted for which keys, through the doors that applications use.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/unit/api_capacity/capacity_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

using enum InsightsRule;
using Counts = std::map<std::string, double>;

class InsightsTest : public CapacityTest {
 protected:
  void SetUp() override { Open(CapacityMode::kOff); }

  void Enable(const std::string& table, const std::optional<std::string>& index = std::nullopt,
              InsightsMode mode = InsightsMode::kAccessedAndThrottledKeys) {
    const auto reply = engine_->UpdateContributorInsights({table, index, true, mode});
    ASSERT_TRUE(reply.ok()) << reply.status().message();
  }
  void Make(const std::string& name, const std::string& members = OnDemand()) {
    Create(name, members);
    Enable(name);
  }
  DescribeInsightsResponse Insights(const std::string& table,
                                    const std::optional<std::string>& index = std::nullopt) {
    auto reply = engine_->DescribeInsights({table, index});
    EXPECT_TRUE(reply.ok()) << reply.status().message();
    return reply.ok() ? *std::move(reply) : DescribeInsightsResponse();
  }
  // Of the newest minute: the values of the key's attributes with "/" between, and its count.
  Counts Top(InsightsRule rule, const std::string& table,
             const std::optional<std::string>& index = std::nullopt) {
    Counts counts;
    const auto insights = Insights(table, index);
    for (const InsightsRuleReport& report : insights.rules) {
      if (report.rule != rule || report.minutes.empty()) continue;
      for (const InsightsContributor& one : report.minutes.back().contributors) {
        counts[NameOf(one.key)] = one.count;
      }
    }
    return counts;
  }
  static std::string NameOf(const Item& key) {
    std::string name;
    for (const auto& [attribute, value] : key.ToMap()) {
      if (!name.empty()) name += "/";
      name += value.is(AttributeType::kNumber) ? value.number().ToString() : value.bytes();
    }
    return name;
  }
  CallReply Call(std::string_view operation, const std::string& body) {
    const CallReply reply = engine_->Call({}, operation, body);
    EXPECT_EQ(reply.http_status, 200) << operation << ": " << reply.body;
    return reply;
  }
};

std::string KeyJson(const std::string& pk, const std::string& sk) {
  return R"({"pk":{"S":")" + pk + R"("},"sk":{"S":")" + sk + R"("}})";
}

TEST_F(InsightsTest, ReadsAndWritesOfItemsAreCountedInEveryMode) {
  for (const CapacityMode mode :
       {CapacityMode::kOff, CapacityMode::kTable, CapacityMode::kPartition}) {
    Open(mode);
    Make("tab");
    ASSERT_TRUE(Put("tab", "a", "1").ok());
    ASSERT_TRUE(Put("tab", "a", "2").ok());
    Call("GetItem", R"({"TableName":"tab","Key":)" + KeyJson("a", "1") + "}");
    Call("GetItem",
         R"({"TableName":"tab","ConsistentRead":true,"Key":)" + KeyJson("b", "none") + "}");
    Call("UpdateItem", R"({"TableName":"tab","Key":)" + KeyJson("b", "1") + "}");
    Call("DeleteItem", R"({"TableName":"tab","Key":)" + KeyJson("a", "2") + "}");
    EXPECT_THAT(Top(kAccessedPartitionKeys, "tab"),
                UnorderedElementsAre(Pair("a", 3 + 3 + 0.5 + 3), Pair("b", 1 + 3)));
    EXPECT_THAT(
        Top(kAccessedSortKeys, "tab"),
        UnorderedElementsAre(Pair("a/1", 3.5), Pair("a/2", 6), Pair("b/1", 3), Pair("b/none", 1)));
    EXPECT_THAT(Top(kThrottledPartitionKeys, "tab"), IsEmpty());
  }
}

TEST_F(InsightsTest, BatchesAndTransactionsCountTheirItems) {
  Make("tab");
  Call("BatchWriteItem", R"({"RequestItems":{"tab":[{"PutRequest":{"Item":)" + KeyJson("a", "1") +
                             R"(}},{"PutRequest":{"Item":)" + KeyJson("a", "2") + "}}]}}");
  Call("BatchGetItem", R"({"RequestItems":{"tab":{"ConsistentRead":true,"Keys":[)" +
                           KeyJson("a", "1") + "," + KeyJson("b", "1") + "]}}}");
  Call("TransactWriteItems",
       R"({"TransactItems":[{"Put":{"TableName":"tab","Item":)" + KeyJson("c", "1") + "}}]}");
  Call("TransactGetItems",
       R"({"TransactItems":[{"Get":{"TableName":"tab","Key":)" + KeyJson("c", "1") + "}}]}");
  EXPECT_THAT(Top(kAccessedPartitionKeys, "tab"),
              UnorderedElementsAre(Pair("a", 3 + 3 + 1), Pair("b", 1), Pair("c", 6 + 2)));
}

TEST_F(InsightsTest, AQueryIsAnAccessOfItsPartitionKeyAndAScanOfNone) {
  Make("tab");
  for (const char* sk : {"1", "2", "3"}) ASSERT_TRUE(Put("tab", "a", sk).ok());
  Advance(60);
  Call("Query", R"({"TableName":"tab","ConsistentRead":true,"KeyConditionExpression":"pk = :a",
                    "ExpressionAttributeValues":{":a":{"S":"a"}}})");
  Call("Query", R"({"TableName":"tab","KeyConditionExpression":"pk = :n AND sk > :n",
                    "ExpressionAttributeValues":{":n":{"S":"none"}}})");
  Call("Scan", R"({"TableName":"tab"})");
  EXPECT_THAT(Top(kAccessedPartitionKeys, "tab"),
              UnorderedElementsAre(Pair("a", 1), Pair("none", 0.5)));
  EXPECT_EQ(Insights("tab").rules[1].minutes.size(), 1U) << "only the minute of the writes";
}

TEST_F(InsightsTest, StatementsAreCountedAsTheRequestsThatTheyBecome) {
  Make("tab");
  Call("ExecuteStatement", R"({"Statement":"INSERT INTO tab VALUE {'pk':'a','sk':'1'}"})");
  Call("ExecuteStatement", R"({"Statement":"SELECT * FROM tab WHERE pk='a'"})");
  EXPECT_THAT(Top(kAccessedPartitionKeys, "tab"), UnorderedElementsAre(Pair("a", 3.5)));
}

TEST_F(InsightsTest, GlobalIndexesHaveTheirOwn) {
  const std::string with_index = OnDemand() + R"(,"GlobalSecondaryIndexes":[{"IndexName":"turned",
      "Projection":{"ProjectionType":"KEYS_ONLY"},
      "KeySchema":[{"AttributeName":"sk","KeyType":"HASH"},
                   {"AttributeName":"pk","KeyType":"RANGE"}]}])";
  Create("tab", with_index);
  Enable("tab", "turned");
  ASSERT_TRUE(Put("tab", "a", "x").ok());
  ASSERT_TRUE(Put("tab", "b", "x").ok());
  Call("Query", R"({"TableName":"tab","IndexName":"turned","KeyConditionExpression":"sk = :x",
                    "ExpressionAttributeValues":{":x":{"S":"x"}}})");
  EXPECT_THAT(Top(kAccessedPartitionKeys, "tab", "turned"),
              UnorderedElementsAre(Pair("x", 3 + 3 + 0.5)));
  EXPECT_THAT(Top(kAccessedSortKeys, "tab", "turned"),
              UnorderedElementsAre(Pair("a/x", 3), Pair("b/x", 3)));
  EXPECT_TRUE(Insights("tab").rules.empty()) << "the table has it switched off";
}

TEST_F(InsightsTest, ThrottledRequestsAreCountedByKey) {
  Open(CapacityMode::kTable);
  Create("tab", Provisioned(1, 1));
  Enable("tab", std::nullopt, InsightsMode::kThrottledKeys);
  ASSERT_EQ(PutUntilThrottled("tab", "hot", 400), 300);
  EXPECT_FALSE(Put("tab", "hot", "300").ok());
  EXPECT_FALSE(Put("tab", "cold", "1").ok());
  EXPECT_FALSE(engine_
                   ->Call({}, "BatchWriteItem",
                          R"({"RequestItems":{"tab":[{"PutRequest":{"Item":)" +
                              KeyJson("batched", "1") + "}}]}}")
                   .http_status == 200);
  EXPECT_THAT(Top(kThrottledPartitionKeys, "tab"),
              UnorderedElementsAre(Pair("hot", 2), Pair("cold", 1), Pair("batched", 1)));
  EXPECT_THAT(Top(kThrottledSortKeys, "tab"),
              UnorderedElementsAre(Pair("hot/300", 2), Pair("cold/1", 1), Pair("batched/1", 1)));
  EXPECT_THAT(Top(kAccessedPartitionKeys, "tab"), IsEmpty());
}

TEST_F(InsightsTest, AWriteThatAnIndexKeepsOutIsNotCounted) {
  Open(CapacityMode::kTable);
  Create("tab", Provisioned(1, 1000) + R"(,"GlobalSecondaryIndexes":[{"IndexName":"slow",
      "Projection":{"ProjectionType":"ALL"},"KeySchema":[{"AttributeName":"sk","KeyType":"HASH"}],)" +
                    Provisioned(1, 1) + "}]");
  Enable("tab");
  Enable("tab", "slow");
  const int done = PutUntilThrottled("tab", "a", 400);
  ASSERT_EQ(done, 300);
  EXPECT_THAT(Top(kThrottledPartitionKeys, "tab"), IsEmpty());
  EXPECT_THAT(Top(kThrottledPartitionKeys, "tab", "slow"), IsEmpty());
}

TEST_F(InsightsTest, OfATableWithWriteShardsTheLogicalKeyIsCounted) {
  Make("votes", OnDemand() + R"(,"Tags":[{"Key":"stator:write-shards","Value":"8"}])");
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(Put("votes", "A", std::to_string(i)).ok());
  Call("Query", R"({"TableName":"votes","KeyConditionExpression":"pk = :a",
                    "ExpressionAttributeValues":{":a":{"S":"A"}}})");
  EXPECT_THAT(Top(kAccessedPartitionKeys, "votes"), UnorderedElementsAre(Pair("A", 120.5)));
}

TEST_F(InsightsTest, MinutesAreKeptApartForAQuarterOfAnHour) {
  Make("tab");
  for (int minute = 0; minute < 20; ++minute) {
    ASSERT_TRUE(Put("tab", "k" + std::to_string(minute), "1").ok());
    Advance(60);
  }
  const auto rule = Insights("tab").rules.front();
  ASSERT_EQ(rule.minutes.size(), 14U) << "nothing has come in the newest one";
  EXPECT_EQ(NameOf(rule.minutes.front().contributors.front().key), "k6");
  EXPECT_EQ(rule.minutes.back().start_seconds % 60, 0);
  EXPECT_EQ(rule.minutes.back().start_seconds - rule.minutes.front().start_seconds, 13 * 60);
  EXPECT_TRUE(rule.minutes.back().complete);
  ASSERT_TRUE(Put("tab", "now", "1").ok());
  EXPECT_FALSE(Insights("tab").rules.front().minutes.back().complete);
}

TEST_F(InsightsTest, LongKeysAreCutAndStillToldApart) {
  Make("tab");
  // Of characters of two bytes: the kept beginning must not end amid one.
  std::string beginning = "x";
  for (int i = 0; i < 400; ++i) beginning += "\xC3\xA9";
  ASSERT_TRUE(Put("tab", beginning + "1", "s").ok());
  ASSERT_TRUE(Put("tab", beginning + "2", "s").ok());
  const auto rules = Insights("tab").rules;
  for (size_t rule = 0; rule < 2; ++rule) {
    const auto& contributors = rules[rule].minutes.front().contributors;
    ASSERT_EQ(contributors.size(), 2U);
    EXPECT_NE(contributors[0].key_hash, contributors[1].key_hash);
    for (const InsightsContributor& one : contributors) {
      EXPECT_TRUE(one.cut);
      const auto pk = one.key.Find("pk");
      ASSERT_TRUE(pk);
      EXPECT_EQ(pk->bytes(), std::string_view(beginning).substr(0, 255));
      EXPECT_FALSE(one.key.Find("sk")) << "it lies behind what was kept";
    }
  }
  EXPECT_THAT(engine_->Administer(AdminCall::kDescribeInsights, R"({"TableName":"tab"})").body,
              HasSubstr("\"CutKeyHash\":\""));
}

TEST_F(InsightsTest, ManyKeysAreCountedWithinTheStatedBound) {
  Make("tab");
  for (int i = 0; i < 600; ++i) {
    ASSERT_TRUE(Put("tab", "hot", std::to_string(i)).ok());
    ASSERT_TRUE(Put("tab", "cold" + std::to_string(i), "1").ok());
  }
  const InsightsMinute minute = Insights("tab").rules.front().minutes.front();
  EXPECT_EQ(minute.total, 3 * 1'200);
  EXPECT_LE(minute.error_bound, minute.total / HittersByMinute::kCounters);
  EXPECT_EQ(minute.contributors.size(), HittersByMinute::kShown);
  EXPECT_EQ(NameOf(minute.contributors.front().key), "hot");
  EXPECT_EQ(minute.contributors.front().count, 1'800);
}

TEST_F(InsightsTest, TheRouteShowsKeysAsTheApiWritesThem) {
  Make("tab");
  ASSERT_TRUE(Put("tab", "a\"", "1").ok());
  EXPECT_EQ(engine_->Administer(AdminCall::kDescribeInsights, R"({"TableName":"tab"})").body,
            R"({"TableName":"tab","ContributorInsightsStatus":"ENABLED",)"
            R"("ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS","Rules":[)"
            R"({"RuleName":"DynamoDBContributorInsights-PKC-tab-1700000000000",)"
            R"("Metric":"ConsumedThroughputUnits","Minutes":[{"Start":1699999980,"Complete":false,)"
            R"("Total":3.0,"ErrorBound":0.0,"Contributors":[)"
            R"({"Key":{"pk":{"S":"a\""}},"Value":3.0,"Error":0.0}]}]},)"
            R"({"RuleName":"DynamoDBContributorInsights-SKC-tab-1700000000000",)"
            R"("Metric":"ConsumedThroughputUnits","Minutes":[{"Start":1699999980,"Complete":false,)"
            R"("Total":3.0,"ErrorBound":0.0,"Contributors":[)"
            R"({"Key":{"pk":{"S":"a\""},"sk":{"S":"1"}},"Value":3.0,"Error":0.0}]}]},)"
            R"({"RuleName":"DynamoDBContributorInsights-PKT-tab-1700000000000",)"
            R"("Metric":"ThrottleCount","Minutes":[]},)"
            R"({"RuleName":"DynamoDBContributorInsights-SKT-tab-1700000000000",)"
            R"("Metric":"ThrottleCount","Minutes":[]}]})");
  for (const char* body :
       {"[]", "{}", R"({"TableName":1})", R"({"TableName":"tab","Index":"i"})",
        R"({"TableName":"tab","IndexName":2})", R"({"TableName":"tab","IndexName":"none"})",
        R"({"TableName":"none"})"}) {
    EXPECT_EQ(engine_->Administer(AdminCall::kDescribeInsights, body).http_status, 400) << body;
  }
}

}  // namespace
}  // namespace stator::api
