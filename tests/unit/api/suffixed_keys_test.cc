// Write-sharding by the application, and the query that puts its parts together again.
#include "api/suffixed_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/support/seeded_random.h"

namespace stator::api {
namespace {

using stator::testing::SeededRandom;
using ::testing::ElementsAre;

constexpr int kSuffixes = 5;

class SuffixedKeysTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.in_memory = true});
    ASSERT_TRUE(engine.ok());
    engine_ = std::move(*engine);
    CreateTableRequest table;
    table.table_name = "votes";
    table.attribute_definitions = {{"pk", AttributeType::kString},
                                   {"sk", AttributeType::kNumber},
                                   {"team", AttributeType::kString},
                                   {"rank", AttributeType::kString}};
    table.key_schema = {{"pk", true}, {"sk", false}};
    IndexSpec index;
    index.index_name = "by-team";
    index.key_schema = {{"team", true}, {"rank", false}};
    index.projection.type = ProjectionType::kAll;
    table.global_indexes = {{index}};
    table.billing_mode = BillingMode::kPayPerRequest;
    ASSERT_TRUE(engine_->CreateTable(table).ok());
  }

  void Put(const std::string& pk, int sk, const std::string& team = "t-1",
           const std::string& rank = "r") {
    const Item item = {{"pk", pk}, {"sk", sk}, {"team", team}, {"rank", rank}};
    ASSERT_TRUE(engine_->PutItem({.table_name = "votes", .item = item}).ok());
  }

  static SuffixQueryRequest Request() {
    SuffixQueryRequest request;
    request.query.table_name = "votes";
    request.query.key_condition_expression = "pk = :pk";
    request.placeholder = ":pk";
    return request;
  }

  // "pk/sk" of every item, page by page.
  std::vector<std::string> All(SuffixQueryRequest request, int* pages = nullptr) {
    std::vector<std::string> found;
    for (int page = 1; page < 10'000; ++page) {
      const auto reply = QuerySuffixes(engine_.get(), keys_, request);
      EXPECT_TRUE(reply.ok()) << reply.status().message();
      if (!reply.ok()) break;
      if (request.query.limit) {
        EXPECT_LE(std::ssize(reply->items), *request.query.limit);
      }
      for (const Item& item : reply->items) found.push_back(NameOf(item));
      if (pages != nullptr) *pages = page;
      if (!reply->next) return found;
      request.start = reply->next;
    }
    ADD_FAILURE() << "no end";
    return found;
  }
  static std::string NameOf(const Item& item) {
    return std::string(item.Find("pk")->bytes()) + "/" + item.Find("sk")->number()->ToString();
  }

  std::unique_ptr<Engine> engine_;
  const SuffixedKeys keys_{"C", kSuffixes};
};

TEST(SuffixesTest, KeysAreTheKeyAndANumberFromOne) {
  const SuffixedKeys keys("Candidate_A", 3);
  EXPECT_THAT(keys.All(), ElementsAre("Candidate_A-1", "Candidate_A-2", "Candidate_A-3"));
}

TEST(SuffixesTest, ChanceReachesEachAndACalculatedOneIsAlwaysTheSame) {
  const SuffixedKeys keys("C", 10);
  std::set<std::string> drawn;
  std::set<std::string> calculated;
  for (int i = 0; i < 500; ++i) {
    drawn.insert(keys.AtRandom(SystemRandom()));
    calculated.insert(keys.CalculatedFrom(std::to_string(i)));
    EXPECT_EQ(keys.CalculatedFrom(std::to_string(i)), keys.CalculatedFrom(std::to_string(i)));
  }
  const std::vector<std::string> all = keys.All();
  EXPECT_EQ(drawn, std::set<std::string>(all.begin(), all.end()));
  EXPECT_EQ(calculated, drawn);
  EXPECT_EQ(keys.CalculatedFrom("order-1"), "C-5");  // stored keys depend on it
}

TEST_F(SuffixedKeysTest, AQueryMergesInTheOrderOfNumbersBothWays) {
  Put("C-1", 10);
  Put("C-1", -3);
  Put("C-2", 9);
  Put("C-4", 9);
  Put("C-5", 100);
  Put("D-1", 1);  // of another key
  SuffixQueryRequest request = Request();
  EXPECT_THAT(All(request), ElementsAre("C-1/-3", "C-2/9", "C-4/9", "C-1/10", "C-5/100"));
  request.query.scan_index_forward = false;
  EXPECT_THAT(All(request), ElementsAre("C-5/100", "C-1/10", "C-4/9", "C-2/9", "C-1/-3"));
}

TEST_F(SuffixedKeysTest, PagesOfEveryLengthGiveTheSameItemsInTheSameOrder) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  std::set<std::pair<int, std::string>> expected;
  for (int i = 0; i < 60; ++i) {
    const auto pk = "C-" + std::to_string(random.Between(1, kSuffixes));
    const auto sk = static_cast<int>(random.Between(1, 25));
    Put(pk, sk);
    expected.emplace(sk, pk);
  }
  std::vector<std::string> names;
  for (const auto& [sk, pk] : expected) names.push_back(pk + "/" + std::to_string(sk));
  for (const bool forward : {true, false}) {
    SuffixQueryRequest request = Request();
    request.query.scan_index_forward = forward;
    for (const int limit : {1, 2, 3, 7, 59, 60, 61, 1'000}) {
      request.query.limit = limit;
      EXPECT_EQ(All(request), names) << limit;
    }
    std::reverse(names.begin(), names.end());
  }
}

TEST_F(SuffixedKeysTest, AFilterAndASortKeyConditionHoldOverPages) {
  for (int sk = 1; sk <= 40; ++sk) {
    Put("C-" + std::to_string(sk % kSuffixes + 1), sk, "t-1", sk % 3 == 0 ? "yes" : "no");
  }
  SuffixQueryRequest request = Request();
  request.query.key_condition_expression = "pk = :pk AND sk > :low";
  request.query.filter_expression = "#r = :yes";
  request.query.attributes.names = ExpressionNames{{"#r", "rank"}};
  request.query.attributes.values = {{":low", AttributeValue(20)}, {":yes", AttributeValue("yes")}};
  request.query.limit = 2;
  int pages = 0;
  EXPECT_THAT(All(request, &pages),
              ElementsAre("C-2/21", "C-5/24", "C-3/27", "C-1/30", "C-4/33", "C-2/36", "C-5/39"));
  EXPECT_GE(pages, 4);
}

TEST_F(SuffixedKeysTest, PagesEndWhereASuffixHasMoreThanAMegabyte) {
  const std::string text(300'000, 'x');
  for (int sk = 1; sk <= 8; ++sk) {
    const Item item = {{"pk", "C-2"}, {"sk", sk}, {"v", text}};
    ASSERT_TRUE(engine_->PutItem({.table_name = "votes", .item = item}).ok());
  }
  Put("C-1", 2);
  Put("C-3", 7);
  int pages = 0;
  EXPECT_THAT(All(Request(), &pages), ElementsAre("C-2/1", "C-1/2", "C-2/2", "C-2/3", "C-2/4",
                                                  "C-2/5", "C-2/6", "C-2/7", "C-3/7", "C-2/8"));
  EXPECT_GE(pages, 3);
}

TEST_F(SuffixedKeysTest, AnIndexIsMergedByItsOwnSortKeyEvenWhereThatIsEqual) {
  for (int i = 1; i <= 12; ++i) {
    Put("p" + std::to_string(i), i, "C-" + std::to_string(i % 2 + 1), i <= 6 ? "a" : "b");
  }
  SuffixQueryRequest request = Request();
  request.query.index_name = "by-team";
  request.query.key_condition_expression = "team = :team";
  request.placeholder = ":team";
  const std::vector<std::string> whole = All(request);
  EXPECT_EQ(whole.size(), 12u);
  for (size_t i = 0; i < whole.size(); ++i) {
    EXPECT_EQ(std::stoi(whole[i].substr(1)) <= 6, i < 6) << whole[i];
  }
  for (const int limit : {1, 2, 5}) {
    request.query.limit = limit;
    EXPECT_EQ(All(request), whole) << limit;
  }
}

TEST_F(SuffixedKeysTest, CapacityAndCountsAreTheSums) {
  for (int suffix = 1; suffix <= kSuffixes; ++suffix) Put("C-" + std::to_string(suffix), 1);
  SuffixQueryRequest request = Request();
  request.query.return_consumed_capacity = ReturnConsumedCapacity::kTotal;
  const auto reply = QuerySuffixes(engine_.get(), keys_, request);
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->scanned_count, 5);
  ASSERT_TRUE(reply->consumed_capacity);
  EXPECT_DOUBLE_EQ(reply->consumed_capacity->units, 2.5);
}

TEST_F(SuffixedKeysTest, WhatCannotBeMergedIsRefused) {
  Put("C-1", 1);
  SuffixQueryRequest counted = Request();
  counted.query.select = Select::kCount;
  EXPECT_EQ(QuerySuffixes(engine_.get(), keys_, counted).status().code(), Code::kValidation);
  SuffixQueryRequest started = Request();
  started.query.exclusive_start_key = Item{{"pk", "C-1"}, {"sk", 1}};
  EXPECT_EQ(QuerySuffixes(engine_.get(), keys_, started).status().code(), Code::kValidation);
  SuffixQueryRequest projected = Request();
  projected.query.projection_expression = "pk";
  EXPECT_EQ(QuerySuffixes(engine_.get(), keys_, projected).status().code(), Code::kValidation);
  SuffixQueryRequest other = Request();
  other.start = SuffixPosition{.places = {{}}};
  EXPECT_EQ(QuerySuffixes(engine_.get(), keys_, other).status().code(), Code::kValidation);
  SuffixQueryRequest unknown = Request();
  unknown.query.table_name = "none";
  EXPECT_EQ(QuerySuffixes(engine_.get(), keys_, unknown).status().code(), Code::kNotFound);
}

}  // namespace
}  // namespace stator::api
