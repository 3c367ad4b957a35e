// Which requests a rule hits, how often, and which rules are refused.
#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/ops/fault_checks.h"
#include "tests/unit/api_faults/fault_fixture.h"

namespace stator::api {
namespace {

using ::testing::HasSubstr;

FaultRule Failing() { return {.fault = FaultKind::kInternalServerError}; }

TEST_F(FaultTest, WithoutRulesNothingFails) {
  EXPECT_TRUE(Put("a").ok());
  EXPECT_TRUE(Sees("a"));
}

TEST_F(FaultTest, ARuleHitsTheOperationItNamesAndNoOther) {
  FaultRule rule = Failing();
  rule.operations = {"PutItem", "ListTables"};
  const uint64_t id = Add(rule);
  EXPECT_EQ(Put("a").code(), Code::kInternal);
  EXPECT_EQ(engine_->ListTables({}).status().code(), Code::kInternal);
  EXPECT_TRUE(Delete("a").ok());
  EXPECT_FALSE(Sees("a"));
  EXPECT_EQ(HitsOf(id), 2);
}

TEST_F(FaultTest, ARuleHitsTheTableItNamesAlsoByArn) {
  Create("other");
  FaultRule rule = Failing();
  rule.table_name = "tab";
  Add(rule);
  EXPECT_FALSE(Put("a").ok());
  EXPECT_TRUE(Put("a", "other").ok());
  EXPECT_FALSE(Put("a", "arn:aws:dynamodb:us-east-1:123456789012:table/tab").ok());
  EXPECT_FALSE(engine_->DescribeTable({.table_name = "tab"}).ok());
  EXPECT_TRUE(engine_->ListTables({}).ok());
}

TEST_F(FaultTest, ARuleHitsThePartitionKeysOfItsPattern) {
  FaultRule rule = Failing();
  rule.partition_key = "user#*";
  Add(rule);
  EXPECT_FALSE(Put("user#1").ok());
  EXPECT_FALSE(Get("user#").ok());
  EXPECT_TRUE(Put("admin#1").ok());
  const auto query = [&](const std::string& pk) {
    QueryRequest request;
    request.table_name = "tab";
    request.key_condition_expression = "pk = :p";
    request.attributes.values = {{":p", AttributeValue(pk)}};
    return engine_->Query(request).ok();
  };
  EXPECT_FALSE(query("user#2"));
  EXPECT_TRUE(query("admin#2"));
  EXPECT_TRUE(engine_->Scan({{.table_name = "tab"}}).ok());
}

TEST_F(FaultTest, AQueryOfAnIndexIsKnownByTheIndexsPartitionKey) {
  FaultRule rule = Failing();
  rule.partition_key = "Rome";
  Add(rule);
  QueryRequest request;
  request.table_name = "tab";
  request.index_name = "by-city";
  request.key_condition_expression = "city = :c";
  request.attributes.values = {{":c", AttributeValue("Rome")}};
  EXPECT_FALSE(engine_->Query(request).ok());
  request.attributes.values = {{":c", AttributeValue("Oslo")}};
  EXPECT_TRUE(engine_->Query(request).ok());
}

TEST_F(FaultTest, StatementsAreKnownByTheirTableAndKey) {
  FaultRule rule = Failing();
  rule.table_name = "tab";
  rule.partition_key = "a";
  Add(rule);
  const auto run = [&](const std::string& statement) {
    return engine_->ExecuteStatement({.statement = statement}).status().code();
  };
  EXPECT_EQ(run("INSERT INTO tab VALUE {'pk': 'a', 'sk': 's'}"), Code::kInternal);
  EXPECT_EQ(run("INSERT INTO tab VALUE {'pk': 'b', 'sk': 's'}"), Code::kOk);
  EXPECT_EQ(run("SELECT * FROM tab WHERE pk = 'a'"), Code::kInternal);
  EXPECT_EQ(run("SELECT * FROM tab WHERE pk = 'b'"), Code::kOk);
  EXPECT_EQ(run("SELECT * FROM tab"), Code::kOk);
  EXPECT_EQ(run("no statement"), Code::kValidation);
}

TEST_F(FaultTest, ACountLimitsTheHits) {
  FaultRule rule = Failing();
  rule.count = 3;
  const uint64_t id = Add(rule);
  std::vector<bool> fine;
  for (int i = 0; i < 5; ++i) fine.push_back(Put("a").ok());
  EXPECT_EQ(fine, (std::vector<bool>{false, false, false, true, true}));
  EXPECT_EQ(HitsOf(id), 3);
}

std::string Outcomes(int calls, const std::function<bool()>& call) {
  std::string outcomes;
  for (int i = 0; i < calls; ++i) outcomes += call() ? '.' : 'x';
  return outcomes;
}

TEST_F(FaultTest, AProbabilityHitsThatShareAndARunCanBeHadAgain) {
  FaultRule rule = Failing();
  rule.probability = 0.25;
  const auto run = [&](uint64_t engine_seed) {
    OpenEngine(engine_seed);
    Create("tab");
    Add(rule);
    return Outcomes(2'000, [&] { return Get("a").ok(); });
  };
  const std::string first = run(7);
  const auto hits = std::count(first.begin(), first.end(), 'x');
  EXPECT_GT(hits, 400);
  EXPECT_LT(hits, 600);
  EXPECT_EQ(run(7), first);
  EXPECT_NE(run(8), first);
  rule.seed = 1;
  const std::string seeded = run(7);
  EXPECT_EQ(run(8), seeded);
}

TEST_F(FaultTest, DeletedRulesHitNoMore) {
  const uint64_t first = Add(Failing());
  FaultRule reads = Failing();
  reads.operations = {"GetItem"};
  const uint64_t second = Add(reads);
  EXPECT_EQ(engine_->DeleteFaults({.fault_id = first})->deleted, 1);
  EXPECT_TRUE(Put("a").ok());
  EXPECT_FALSE(Get("a").ok());
  EXPECT_EQ(engine_->ListFaults()->faults.front().fault_id, second);
  EXPECT_EQ(engine_->DeleteFaults({.fault_id = first}).status().code(), Code::kValidation);
  EXPECT_EQ(engine_->DeleteFaults()->deleted, 1);
  EXPECT_TRUE(Get("a").ok());
  EXPECT_TRUE(engine_->ListFaults()->faults.empty());
}

TEST_F(FaultTest, RulesThatMakeNoSenseAreRefused) {
  const auto refused = [&](FaultRule rule) {
    const auto reply = engine_->AddFault(rule);
    EXPECT_FALSE(reply.ok());
    return reply.status().message();
  };
  using Kind = FaultKind;
  EXPECT_THAT(refused({.fault = Kind::kThrottle, .reason = "TooMuch"}), HasSubstr("TooMuch"));
  EXPECT_THAT(refused({.reason = "IndexWriteAccountLimitExceeded"}), HasSubstr("IndexName"));
  EXPECT_THAT(refused({.index_name = "by-city"}), HasSubstr("IndexName"));
  EXPECT_THAT(refused({.fault = Kind::kLatency}), HasSubstr("Milliseconds"));
  EXPECT_THAT(refused({.fault = Kind::kLatency, .latency_millis = 60'001}),
              HasSubstr("Milliseconds"));
  EXPECT_THAT(refused({.fault = Kind::kThrottle, .latency_millis = 1}), HasSubstr("latency"));
  EXPECT_THAT(refused({.fault = Kind::kThrottle, .moment = FaultMoment::kAfter}),
              HasSubstr("When"));
  EXPECT_THAT(refused({.fault = Kind::kUnprocessed, .operations = {"PutItem"}}),
              HasSubstr("PutItem"));
  EXPECT_THAT(refused({.reason = "TableReadKeyRangeThroughputExceeded", .operations = {"PutItem"}}),
              HasSubstr("PutItem"));
  EXPECT_THAT(refused({.fault = Kind::kInternalServerError, .operations = {"PutItems"}}),
              HasSubstr("no operation PutItems"));
  EXPECT_THAT(refused({.probability = 0}), HasSubstr("Probability"));
  EXPECT_THAT(refused({.probability = 1.01}), HasSubstr("Probability"));
  EXPECT_THAT(refused({.count = 0}), HasSubstr("Count"));
  EXPECT_THAT(refused({.table_name = ""}), HasSubstr("TableName"));
  EXPECT_TRUE(Put("a").ok());
}

// What a pattern means, written as it is read.
bool MatchesByDefinition(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  const std::string_view rest = pattern.substr(1);
  if (pattern.front() == '*') {
    return MatchesByDefinition(rest, text) ||
           (!text.empty() && MatchesByDefinition(pattern, text.substr(1)));
  }
  if (text.empty()) return false;
  if (pattern.front() == '\\' && !rest.empty()) {
    return rest.front() == text.front() && MatchesByDefinition(rest.substr(1), text.substr(1));
  }
  return (pattern.front() == '?' || pattern.front() == text.front()) &&
         MatchesByDefinition(rest, text.substr(1));
}

TEST(FaultPatternTest, MeansWhatItSays) {
  EXPECT_TRUE(MatchesPattern("user#*", "user#1"));
  EXPECT_FALSE(MatchesPattern("user#*", "use"));
  EXPECT_TRUE(MatchesPattern("a\\*", "a*"));
  EXPECT_FALSE(MatchesPattern("a\\*", "ab"));
  EXPECT_FALSE(MatchesPattern("a", "ab"));
}

TEST(FaultPatternTest, AgreesWithItsDefinition) {
  testing::SeededRandom random;
  SCOPED_TRACE(random.Trace());
  const auto text_of = [&](const std::string& alphabet) {
    std::string text;
    for (int64_t left = random.Between(0, 9); left > 0; --left) {
      text += alphabet[static_cast<size_t>(
          random.Between(0, static_cast<int64_t>(alphabet.size()) - 1))];
    }
    return text;
  };
  int matches = 0;
  for (int i = 0; i < 50'000; ++i) {
    const std::string pattern = text_of("ab*?\\");
    const std::string text = text_of("ab*\\");
    const bool expected = MatchesByDefinition(pattern, text);
    ASSERT_EQ(MatchesPattern(pattern, text), expected) << pattern << " on " << text;
    matches += expected;
  }
  EXPECT_GT(matches, 1'000);
}

}  // namespace
}  // namespace stator::api
