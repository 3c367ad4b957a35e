// kill -9 at any moment while partitions of a table and of its index are split for their size: the
// maps are whole, and every acknowledged item of a spread partition key is found.
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <thread>

#include "tests/support/killed_process.h"
#include "tests/support/partition_table.h"
#include "tests/support/seeded_random.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

class PartitionCrashTest : public ::testing::Test {
 protected:
  std::unique_ptr<api::Engine> Open() {
    auto engine = OpenDivided(folder_.path(), &clock_);
    STATOR_EXPECT_OK(engine.status());
    return engine.ok() ? *std::move(engine) : nullptr;
  }
  void CreateDivided() {
    const auto engine = Open();
    const api::CallReply reply = engine->Call({}, "CreateTable", R"({"TableName":"divided",
        "BillingMode":"PAY_PER_REQUEST","Tags":[{"Key":"stator:write-shards","Value":"3"}],
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
          {"AttributeName":"sk","AttributeType":"N"},{"AttributeName":"group","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},
                     {"AttributeName":"sk","KeyType":"RANGE"}],
        "GlobalSecondaryIndexes":[{"IndexName":"by-group","Projection":{"ProjectionType":"ALL"},
          "KeySchema":[{"AttributeName":"group","KeyType":"HASH"}]}]})");
    ASSERT_EQ(reply.http_status, 200) << reply.body;
  }
  void RunAndKill() {
    KilledProcess writer("partition_writer", {folder_.path(), std::to_string(next_number_)});
    ASSERT_TRUE(writer.WaitForLine(60'000)) << "the writer does not start";
    std::this_thread::sleep_for(std::chrono::milliseconds(random_.Between(50, 700)));
    for (const std::string& text : writer.Kill()) {
      std::istringstream line(text);
      std::string verb;
      int thread = 0;
      int number = 0;
      if (!(line >> verb >> thread >> number) || verb != "done") continue;
      acknowledged_[thread].insert(number);
      next_number_ = std::max(next_number_, number + 1);
    }
    next_number_ += 1;  // of each thread one write may be there that was not acknowledged
  }

  static void ExpectWhole(const std::vector<PartitionRange>& ranges) {
    ASSERT_FALSE(ranges.empty());
    EXPECT_EQ(ranges.front().first_key, "");
    std::set<uint32_t> ids;
    for (size_t i = 0; i < ranges.size(); ++i) {
      EXPECT_TRUE(ids.insert(ranges[i].id).second) << ranges[i].id;
      if (i == 0) continue;
      EXPECT_LT(ranges[i - 1].first_key, ranges[i].first_key);
    }
  }
  void VerifyMaps(api::Engine* engine) {
    const auto described = engine->DescribePartitions({.table_name = kDividedTable});
    STATOR_ASSERT_OK(described.status());
    ASSERT_EQ(described->resources.size(), 2u);
    for (size_t i = 0; i < 2; ++i) {
      ExpectWhole(described->resources[i].use.ranges);
      EXPECT_GE(described->resources[i].use.ranges.size(), ranges_[i]);  // they are never merged
      ranges_[i] = described->resources[i].use.ranges.size();
    }
  }
  // They begin with four.
  bool BothAreSplit() const { return ranges_[0] > 4 && ranges_[1] > 4; }
  void VerifyItems(api::Engine* engine) {
    for (const auto& [thread, numbers] : acknowledged_) {
      std::set<int> found;
      std::optional<Item> start;
      do {
        api::QueryRequest query;
        query.table_name = kDividedTable;
        query.key_condition_expression = "pk = :p";
        query.attributes.values =
            api::ExpressionValues{{":p", Value("p" + std::to_string(thread))}};
        query.exclusive_start_key = start;
        const auto page = engine->Query(query);
        STATOR_ASSERT_OK(page.status());
        for (const Item& item : page->items) {
          int64_t number = 0;
          ASSERT_TRUE(item.Find("sk")->number()->ToInt64(&number));
          EXPECT_TRUE(found.insert(static_cast<int>(number)).second) << "twice: " << number;
        }
        start = page->last_evaluated_key;
      } while (start);
      for (const int number : numbers) EXPECT_TRUE(found.contains(number)) << number;
    }
  }

  ScratchFolder folder_;
  SeededRandom random_;
  ManualClock clock_{1'800'000'000'000'000};
  int next_number_ = 0;
  std::map<int, std::set<int>> acknowledged_;  // by thread
  size_t ranges_[2] = {1, 1};
};

TEST_F(PartitionCrashTest, MapsAreWholeAndItemsThereOverKills) {
  SCOPED_TRACE(random_.Trace());
  CreateDivided();
  // The table's partitions come first; on a busy machine it takes a while until the index's are
  // split.
  const auto begin = std::chrono::steady_clock::now();
  const auto lasts = [begin](int seconds) {
    return std::chrono::steady_clock::now() < begin + std::chrono::seconds(seconds);
  };
  int rounds = 0;
  while ((lasts(8) || (!BothAreSplit() && lasts(60))) && !HasFailure()) {
    RunAndKill();
    const auto engine = Open();
    VerifyMaps(engine.get());
    VerifyItems(engine.get());
    ++rounds;
  }
  EXPECT_GE(rounds, 3);
  EXPECT_TRUE(BothAreSplit());
}

}  // namespace
}  // namespace stator
