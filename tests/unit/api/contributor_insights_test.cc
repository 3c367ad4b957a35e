// The three operations on Contributor Insights, as clients see them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/engine.h"
#include "kv/base/clock.h"

namespace stator::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kNow = 1'700'000'000 * kSecond + 123'456;

class ContributorInsights : public testing::Test {
 protected:
  void SetUp() override { Open(0); }
  void Open(int64_t transient_status_micros) {
    engine_.reset();
    auto engine = Engine::Open(
        {.in_memory = true, .transient_status_micros = transient_status_micros, .clock = &clock_});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
    Create("tab", true);
  }
  void Create(const std::string& name, bool sort_key) {
    const std::string keys =
        R"([{"AttributeName":"pk","KeyType":"HASH"})" +
        std::string(sort_key ? R"(,{"AttributeName":"sk","KeyType":"RANGE"}])" : "]");
    const std::string local =
        sort_key ? R"("LocalSecondaryIndexes":[{"IndexName":"local","Projection":{"ProjectionType":
            "ALL"},"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                                {"AttributeName":"gk","KeyType":"RANGE"}]}],)"
                 : "";
    const std::string sort = sort_key ? R"({"AttributeName":"sk","AttributeType":"S"},)" : "";
    const std::string reply = Call("CreateTable", R"({"TableName":")" + name +
                                                      R"(","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[)" + sort +
                                                      R"({"AttributeName":"pk","AttributeType":"S"},
                              {"AttributeName":"gk","AttributeType":"S"}],)" +
                                                      local + R"(
        "GlobalSecondaryIndexes":[{"IndexName":"index","Projection":{"ProjectionType":"ALL"},
            "KeySchema":[{"AttributeName":"gk","KeyType":"HASH"}]}],
        "KeySchema":)" + keys + "}");
    ASSERT_THAT(reply, HasSubstr("TableDescription"));
  }
  std::string Call(std::string_view operation, std::string_view body) {
    return engine_->Call({}, operation, body).body;
  }
  std::string Update(const std::string& members) {
    return Call("UpdateContributorInsights", R"({"TableName":"tab",)" + members + "}");
  }
  std::string Describe(const std::string& more = "") {
    return Call("DescribeContributorInsights", R"({"TableName":"tab")" + more + "}");
  }
  std::string List(const std::string& members = "") {
    return Call("ListContributorInsights", "{" + members + "}");
  }
  void CatchUp() { ASSERT_TRUE(engine_->WaitCaughtUp(60 * kSecond)); }

  ManualClock clock_{kNow};
  std::unique_ptr<Engine> engine_;
};

constexpr char kEnable[] = R"("ContributorInsightsAction":"ENABLE")";
constexpr char kDisable[] = R"("ContributorInsightsAction":"DISABLE")";
constexpr char kThrottled[] =
    R"("ContributorInsightsAction":"ENABLE","ContributorInsightsMode":"THROTTLED_KEYS")";
constexpr char kOfIndex[] = R"(,"IndexName":"index")";

TEST_F(ContributorInsights, AreOffOnANewTable) {
  constexpr char kOff[] = R"({"TableName":"tab","ContributorInsightsStatus":"DISABLED"})";
  EXPECT_EQ(Describe(), kOff);
  EXPECT_EQ(Update(kDisable), kOff) << "nothing to switch off";
  EXPECT_EQ(Describe(kOfIndex),
            R"({"TableName":"tab","IndexName":"index","ContributorInsightsStatus":"DISABLED"})");
  EXPECT_EQ(List(), R"({"ContributorInsightsSummaries":[]})");
}

TEST_F(ContributorInsights, SwitchOnAndShowTheirRules) {
  EXPECT_EQ(Update(kEnable), R"({"TableName":"tab","ContributorInsightsStatus":"ENABLING",)"
                             R"("ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"})");
  EXPECT_EQ(Describe(), R"({"TableName":"tab","ContributorInsightsStatus":"ENABLED",)"
                        R"("ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS",)"
                        R"("ContributorInsightsRuleList":[)"
                        R"("DynamoDBContributorInsights-PKC-tab-1700000000123",)"
                        R"("DynamoDBContributorInsights-SKC-tab-1700000000123",)"
                        R"("DynamoDBContributorInsights-PKT-tab-1700000000123",)"
                        R"("DynamoDBContributorInsights-SKT-tab-1700000000123"],)"
                        R"("LastUpdateDateTime":1700000000.123})");
  EXPECT_EQ(List(), R"({"ContributorInsightsSummaries":[{"TableName":"tab",)"
                    R"("ContributorInsightsStatus":"ENABLED",)"
                    R"("ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"}]})");
  clock_.Advance(kSecond);
  EXPECT_THAT(Update(kEnable), HasSubstr(R"("ContributorInsightsStatus":"ENABLED")"));
  EXPECT_THAT(Describe(), HasSubstr(R"("LastUpdateDateTime":1700000000.123})")) << "no change";
}

TEST_F(ContributorInsights, OfAnIndexAreItsOwn) {
  EXPECT_EQ(Update(std::string(kThrottled) + kOfIndex),
            R"({"TableName":"tab","IndexName":"index","ContributorInsightsStatus":"ENABLING",)"
            R"("ContributorInsightsMode":"THROTTLED_KEYS"})");
  EXPECT_THAT(Describe(kOfIndex),
              HasSubstr(R"("ContributorInsightsRuleList":[)"
                        R"("DynamoDBContributorInsights-PKT-tab-index-1700000000123"],)"))
      << "without a sort key there is one rule of each kind";
  EXPECT_THAT(Describe(), HasSubstr("DISABLED"));
}

TEST_F(ContributorInsights, AnotherModeKeepsTheNamesOfTheRules) {
  Update(kEnable);
  clock_.Advance(kSecond);
  EXPECT_THAT(Update(kThrottled), HasSubstr(R"("ContributorInsightsStatus":"ENABLING")"));
  EXPECT_EQ(Describe(), R"({"TableName":"tab","ContributorInsightsStatus":"ENABLED",)"
                        R"("ContributorInsightsMode":"THROTTLED_KEYS",)"
                        R"("ContributorInsightsRuleList":[)"
                        R"("DynamoDBContributorInsights-PKT-tab-1700000000123",)"
                        R"("DynamoDBContributorInsights-SKT-tab-1700000000123"],)"
                        R"("LastUpdateDateTime":1700000001.123})");
  EXPECT_THAT(Update(kEnable), HasSubstr("ACCESSED_AND_THROTTLED_KEYS"))
      << "which is what ENABLE alone means";
}

TEST_F(ContributorInsights, SwitchOffAndStayToBeSeen) {
  Update(kEnable);
  EXPECT_EQ(Update(kDisable), R"({"TableName":"tab","ContributorInsightsStatus":"DISABLING",)"
                              R"("ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS"})");
  EXPECT_EQ(Describe(), R"({"TableName":"tab","ContributorInsightsStatus":"DISABLED",)"
                        R"("ContributorInsightsMode":"ACCESSED_AND_THROTTLED_KEYS",)"
                        R"("LastUpdateDateTime":1700000000.123})");
  EXPECT_EQ(List(), R"({"ContributorInsightsSummaries":[]})");
  clock_.Advance(kSecond);
  Update(kEnable);
  EXPECT_THAT(Describe(), HasSubstr("-PKC-tab-1700000001123")) << "new rules";
}

TEST_F(ContributorInsights, ShowTransientStatuses) {
  Open(3 * kSecond);
  EXPECT_THAT(
      Update(kEnable),
      HasSubstr("ValidationException\",\"message\":\"Table or Index is not in a valid state "
                "to update Key Access Insights: TableStatus must be ACTIVE to enable "
                "ContributorInsights.\""));
  clock_.Advance(3 * kSecond);
  CatchUp();
  Update(kEnable);
  EXPECT_THAT(Describe(), HasSubstr(R"("ContributorInsightsStatus":"ENABLING")"));
  EXPECT_THAT(List(), HasSubstr(R"("ContributorInsightsStatus":"ENABLING")"));
  clock_.Advance(3 * kSecond);
  CatchUp();
  EXPECT_THAT(Describe(), HasSubstr(R"("ContributorInsightsStatus":"ENABLED")"));
  EXPECT_THAT(Describe(), HasSubstr(R"("LastUpdateDateTime":1700000006.123)"));
  Update(kDisable);
  EXPECT_THAT(List(), HasSubstr(R"("ContributorInsightsStatus":"DISABLING")"));
  EXPECT_THAT(Describe(), Not(HasSubstr("RuleList")));
  clock_.Advance(3 * kSecond);
  CatchUp();
  EXPECT_EQ(List(), R"({"ContributorInsightsSummaries":[]})");
}

TEST_F(ContributorInsights, OfWhatIsNotThere) {
  for (const char* operation : {"DescribeContributorInsights", "UpdateContributorInsights"}) {
    const std::string action =
        operation[0] == 'U' ? R"(,"ContributorInsightsAction":"ENABLE")" : "";
    EXPECT_THAT(
        Call(operation, R"({"TableName":"none")" + action + "}"),
        HasSubstr("#ResourceNotFoundException\",\"message\":\"Requested resource not found: "
                  "Table: none not found\""));
    for (const char* index : {"nowhere", "local"}) {
      EXPECT_THAT(
          Call(operation,
               R"({"TableName":"tab","IndexName":")" + std::string(index) + "\"" + action + "}"),
          HasSubstr("#ResourceNotFoundException\",\"message\":\"Requested resource not found: "
                    "Index: " +
                    std::string(index) + " not found for table: tab\""));
    }
  }
  EXPECT_THAT(List(R"("TableName":"none")"), HasSubstr("#ResourceNotFoundException"));
}

TEST_F(ContributorInsights, AreFoundByArnAndAreGoneWithTheirTable) {
  EXPECT_THAT(Call("UpdateContributorInsights",
                   R"({"TableName":"arn:aws:dynamodb:us-east-1:123456789012:table/tab",)" +
                       std::string(kEnable) + "}"),
              HasSubstr(R"({"TableName":"tab",)"));
  Call("DeleteTable", R"({"TableName":"tab"})");
  EXPECT_EQ(List(), R"({"ContributorInsightsSummaries":[]})");
  Create("tab", true);
  EXPECT_EQ(Describe(), R"({"TableName":"tab","ContributorInsightsStatus":"DISABLED"})");
}

std::string Place(const ContributorInsightsSummary& summary) {
  return summary.table_name + (summary.index_name ? "/" + *summary.index_name : "");
}

TEST_F(ContributorInsights, AreListedInPages) {
  for (const char* table : {"a-1", "b-2", "c-3"}) {
    Create(table, false);
    for (const auto& index : {std::optional<std::string>(), std::optional<std::string>("index")}) {
      ASSERT_TRUE(engine_->UpdateContributorInsights({table, index, true}).ok());
    }
  }
  ASSERT_TRUE(engine_->UpdateContributorInsights({"b-2", std::nullopt, false}).ok());
  for (const int64_t page : {1, 2, 3, 100}) {
    std::vector<std::string> places;
    ListContributorInsightsRequest request{.max_results = page};
    do {
      const auto reply = engine_->ListContributorInsights(request);
      ASSERT_TRUE(reply.ok()) << reply.status().message();
      ASSERT_FALSE(reply->summaries.empty()) << "no page in vain";
      EXPECT_LE(reply->summaries.size(), static_cast<size_t>(page));
      for (const auto& summary : reply->summaries) places.push_back(Place(summary));
      request.next_token = reply->next_token;
    } while (request.next_token);
    EXPECT_THAT(places, ElementsAre("a-1", "a-1/index", "b-2/index", "c-3", "c-3/index"));
  }
  const auto one = engine_->ListContributorInsights({.table_name = "c-3", .max_results = 1});
  ASSERT_TRUE(one.ok());
  EXPECT_EQ(Place(one->summaries.front()), "c-3");
  const auto rest = engine_->ListContributorInsights(
      {.table_name = "c-3", .max_results = 1, .next_token = one->next_token});
  ASSERT_TRUE(rest.ok());
  EXPECT_EQ(Place(rest->summaries.front()), "c-3/index");
  EXPECT_FALSE(rest->next_token);
}

TEST_F(ContributorInsights, ListRefusesWhatMakesNoSense) {
  EXPECT_THAT(List(R"("MaxResults":101)"), HasSubstr("at 'maxResults' failed"));
  EXPECT_THAT(List(R"("MaxResults":0)"), HasSubstr("at 'maxResults' failed"));
  for (const char* token : {"x", "AAAA", "", "AQE="}) {
    EXPECT_THAT(List(R"("NextToken":")" + std::string(token) + "\""),
                HasSubstr("Invalid NextToken"))
        << token;
  }
  EXPECT_THAT(Update(R"("ContributorInsightsAction":"PAUSE")"), HasSubstr("ValidationException"));
}

// Names of up to 255 characters do not fit into the 128 of a rule's.
TEST_F(ContributorInsights, RulesOfLongNamesAreCut) {
  const std::string name(255, 't');
  Create(name, false);
  ASSERT_TRUE(engine_->UpdateContributorInsights({name, std::nullopt, true}).ok());
  const auto described = engine_->DescribeContributorInsights({.table_name = name});
  ASSERT_TRUE(described.ok());
  for (const std::string& rule : described->rules) {
    EXPECT_EQ(rule.size(), 128U);
    EXPECT_THAT(rule, testing::EndsWith("t-1700000000123"));
  }
}

}  // namespace
}  // namespace stator::api
