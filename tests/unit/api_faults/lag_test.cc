// Reads that lag, through every operation that reads.
#include <map>
#include <string>
#include <vector>

#include "tests/unit/api_faults/fault_fixture.h"

namespace stator::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LagTest : public FaultTest {
 protected:
  void SetLag(const Lag& lag) {
    const auto reply = engine_->SetLag({.lag = lag});
    ASSERT_TRUE(reply.ok()) << reply.status().message();
  }
  static Lag Reads(int64_t millis) { return {.read_millis = millis, .mode = LagMode::kOldest}; }
  static Lag Indexes(int64_t millis) { return {.index_millis = millis}; }

  std::vector<std::string> KeysIn(const Result<ReadPageResponse>& page) {
    std::vector<std::string> keys;
    EXPECT_TRUE(page.ok()) << page.status().message();
    if (!page.ok()) return keys;
    for (const Item& item : page->items) keys.emplace_back(item.Find("pk")->bytes());
    return keys;
  }
  std::vector<std::string> Scan(bool consistent = false) {
    return KeysIn(engine_->Scan({{.table_name = "tab", .consistent_read = consistent}}));
  }
  std::vector<std::string> Query(const std::string& pk, const char* index = nullptr) {
    QueryRequest request;
    request.table_name = "tab";
    if (index != nullptr) request.index_name = index;
    request.select = Select::kAllAttributes;
    request.key_condition_expression = "pk = :p";
    request.attributes.values = {{":p", AttributeValue(pk)}};
    return KeysIn(engine_->Query(request));
  }
  std::vector<std::string> InRome() {
    QueryRequest request;
    request.table_name = "tab";
    request.index_name = "by-city";
    request.key_condition_expression = "city = :c";
    request.attributes.values = {{":c", AttributeValue("Rome")}};
    return KeysIn(engine_->Query(request));
  }
};

TEST_F(LagTest, WithoutLagEverythingIsSeenAtOnce) {
  ASSERT_TRUE(Put("a").ok());
  EXPECT_TRUE(Sees("a"));
  EXPECT_THAT(InRome(), ElementsAre("a"));
}

TEST_F(LagTest, AReadSeesAWriteWhenItsTimeIsOver) {
  ASSERT_TRUE(Put("old").ok());
  SetLag(Reads(800));
  EXPECT_TRUE(Sees("old"));  // from before there was lag
  ASSERT_TRUE(Put("a").ok());
  EXPECT_FALSE(Sees("a"));
  EXPECT_TRUE(Sees("a", /*consistent=*/true));
  Advance(799);
  EXPECT_FALSE(Sees("a"));
  Advance(1);
  EXPECT_TRUE(Sees("a"));
}

TEST_F(LagTest, EveryReadThatIsNotConsistentLags) {
  SetLag(Reads(500));
  ASSERT_TRUE(Put("a").ok());
  EXPECT_THAT(Scan(), IsEmpty());
  EXPECT_THAT(Scan(true), ElementsAre("a"));
  EXPECT_THAT(Query("a"), IsEmpty());
  EXPECT_THAT(Query("a", "by-day"), IsEmpty());
  EXPECT_THAT(InRome(), IsEmpty());
  const auto select = [&](bool consistent) {
    return engine_
        ->ExecuteStatement(
            {.statement = "SELECT * FROM tab WHERE pk = 'a'", .consistent_read = consistent})
        ->items.size();
  };
  EXPECT_EQ(select(false), 0U);
  EXPECT_EQ(select(true), 1U);
  BatchGetItemRequest batch;
  batch.request_items = {{"tab", {.keys = {KeyOf("a")}}}};
  EXPECT_THAT(engine_->BatchGetItem(batch)->responses[0].second, IsEmpty());
  batch.request_items[0].second.consistent_read = true;
  EXPECT_EQ(engine_->BatchGetItem(batch)->responses[0].second.size(), 1U);
  TransactGetItemsRequest transaction;
  transaction.transact_items = {{.table_name = "tab", .key = KeyOf("a")}};
  EXPECT_TRUE(engine_->TransactGetItems(transaction)->responses[0].has_value());
  Advance(500);
  EXPECT_THAT(Scan(), ElementsAre("a"));
  EXPECT_THAT(Query("a", "by-day"), ElementsAre("a"));
  EXPECT_THAT(InRome(), ElementsAre("a"));
}

TEST_F(LagTest, ADeletedItemIsStillSeenAndAnUpdateIsNotYet) {
  ASSERT_TRUE(Put("a").ok());
  SetLag(Reads(500));
  UpdateItemRequest update{.table_name = "tab", .key = KeyOf("a")};
  update.update_expression = "SET note = :n";
  update.attributes.values = {{":n", AttributeValue("new")}};
  ASSERT_TRUE(engine_->UpdateItem(update).ok());
  const auto note = [&] {
    return std::string(
        engine_->GetItem({.table_name = "tab", .key = KeyOf("a")})->item->Find("note")->bytes());
  };
  EXPECT_EQ(note(), "kept");
  Advance(100);
  ASSERT_TRUE(Delete("a").ok());
  EXPECT_EQ(note(), "kept");
  Advance(450);
  EXPECT_EQ(note(), "new");
  Advance(50);
  EXPECT_FALSE(Sees("a"));
}

TEST_F(LagTest, AGlobalIndexLagsByItselfAndAlwaysByTheWhole) {
  ASSERT_TRUE(Put("gone").ok());
  SetLag(Indexes(800));
  ASSERT_TRUE(Delete("gone").ok());
  ASSERT_TRUE(Put("new").ok());
  EXPECT_TRUE(Sees("new"));
  EXPECT_THAT(Query("new", "by-day"), ElementsAre("new"));
  for (int i = 0; i < 8; ++i) {
    EXPECT_THAT(InRome(), ElementsAre("gone"));
    Advance(99);
  }
  Advance(8);
  EXPECT_THAT(InRome(), ElementsAre("new"));
}

// Whenever a state is asked for, it is at least the lag old, and at most an eighth older.
TEST_F(LagTest, AnIndexThatIsWrittenAllTheTimeLagsWithinItsBounds) {
  SetLag(Indexes(800));
  std::map<int, int64_t> written;
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(Put(std::to_string(i)).ok());
    written[i] = clock_.WallMicros();
    Advance(i % 3 * 20);
    std::vector<bool> seen(300);
    for (const std::string& key : InRome()) seen[static_cast<size_t>(std::stoi(key))] = true;
    for (const auto& [n, micros] : written) {
      const int64_t age = clock_.WallMicros() - micros;
      if (age >= 800'000 && age <= 900'000) continue;
      EXPECT_EQ(seen[static_cast<size_t>(n)], age > 900'000) << age;
    }
  }
}

TEST_F(LagTest, OneOfThreeReplicasAnswers) {
  SetLag({.read_millis = 900});
  ASSERT_TRUE(Put("a").ok());
  const auto share = [&] {
    int seen = 0;
    for (int i = 0; i < 600; ++i) seen += Sees("a");
    return seen;
  };
  EXPECT_NEAR(share(), 200, 60);
  Advance(450);
  EXPECT_NEAR(share(), 400, 60);
  Advance(450);
  EXPECT_EQ(share(), 600);
}

TEST_F(LagTest, ATableMayHaveItsOwnLag) {
  Create("other");
  SetLag(Reads(500));
  ASSERT_TRUE(engine_->SetLag({.table_name = "other", .lag = Lag{}}).ok());
  ASSERT_TRUE(Put("a").ok());
  ASSERT_TRUE(Put("a", "other").ok());
  EXPECT_FALSE(Sees("a"));
  EXPECT_TRUE(Sees("a", false, "other"));
  ASSERT_TRUE(engine_->SetLag({.table_name = "other"}).ok());
  EXPECT_FALSE(Sees("a", false, "other"));
  EXPECT_THAT(engine_->DescribeLag()->tables, IsEmpty());
  ASSERT_TRUE(engine_->ClearLag().ok());
  EXPECT_TRUE(Sees("a"));
  EXPECT_EQ(engine_->DescribeLag()->lag, Lag{});
}

TEST_F(LagTest, ATableThatIsDroppedStaysDroppedAndANewOneIsEmpty) {
  ASSERT_TRUE(Put("a").ok());
  SetLag(Reads(1'000));
  ASSERT_TRUE(engine_->DeleteTable({.table_name = "tab"}).ok());
  EXPECT_EQ(Get("a").code(), Code::kNotFound);
  Create("tab");
  EXPECT_FALSE(Sees("a"));
  EXPECT_THAT(Scan(), IsEmpty());
  EXPECT_THAT(InRome(), IsEmpty());
  ASSERT_TRUE(Put("b").ok());
  EXPECT_THAT(Scan(), IsEmpty());
  Advance(1'000);
  EXPECT_THAT(Scan(), ElementsAre("b"));
}

TEST_F(LagTest, AnIndexMayGoAndComeWhileItLags) {
  ASSERT_TRUE(Put("a").ok());
  SetLag(Indexes(1'000));
  const auto update = [&](const std::string& change) {
    const CallReply reply = Call("UpdateTable", R"({"TableName":"tab",
        "AttributeDefinitions":[{"AttributeName":"city","AttributeType":"S"}],
        "GlobalSecondaryIndexUpdates":[)" + change + "]}");
    ASSERT_EQ(reply.http_status, 200) << reply.body;
    for (int i = 0; i < 100; ++i) {
      ASSERT_TRUE(engine_->WaitCaughtUp(60'000'000));
      if (Call("DescribeTable", R"({"TableName":"tab"})").body.find(R"("TableStatus":"ACTIVE")") !=
          std::string::npos) {
        return;
      }
      Advance(1);
    }
  };
  update(R"({"Delete":{"IndexName":"by-city"}})");
  QueryRequest gone;
  gone.table_name = "tab";
  gone.index_name = "by-city";
  gone.key_condition_expression = "city = :c";
  gone.attributes.values = {{":c", AttributeValue("Rome")}};
  EXPECT_FALSE(engine_->Query(gone).ok());
  update(R"({"Create":{"IndexName":"by-city",
      "KeySchema":[{"AttributeName":"city","KeyType":"HASH"}],
      "Projection":{"ProjectionType":"ALL"}}})");
  EXPECT_THAT(InRome(), IsEmpty());  // it was not there a second ago
  Advance(1'200);
  EXPECT_THAT(InRome(), ElementsAre("a"));
}

TEST_F(LagTest, LagsThatMakeNoSenseAreRefused) {
  const auto refused = [&](const SetLagRequest& request) {
    const auto reply = engine_->SetLag(request);
    EXPECT_FALSE(reply.ok());
    return reply.status().message();
  };
  EXPECT_THAT(refused({.lag = Lag{.read_millis = -1}}), HasSubstr("ReadMillis"));
  EXPECT_THAT(refused({.lag = Lag{.index_millis = 60'001}}), HasSubstr("IndexMillis"));
  EXPECT_THAT(refused({}), HasSubstr("lag"));
  EXPECT_THAT(refused({.table_name = "", .lag = Lag{}}), HasSubstr("TableName"));
}

}  // namespace
}  // namespace stator::api
