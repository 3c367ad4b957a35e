// Contributor Insights while they come and go, are read, and the clock moves on.
#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "api/engine.h"
#include "kv/base/clock.h"

namespace stator::api {
namespace {

constexpr int kWriters = 4;
constexpr int kPutsOfWriter = 1'500;

class InsightsRaceTest : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.in_memory = true, .clock = &clock_});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
    CreateTableRequest table;
    table.table_name = "tab";
    table.attribute_definitions = {{"pk", AttributeType::kString}, {"gk", AttributeType::kString}};
    table.key_schema = {{"pk"}};
    table.billing_mode = BillingMode::kPayPerRequest;
    IndexSpec index;
    index.index_name = "index";
    index.key_schema = {{"gk"}};
    index.projection.type = ProjectionType::kAll;
    table.global_indexes = std::vector<IndexSpec>{index};
    const auto created = engine_->CreateTable(table);
    ASSERT_TRUE(created.ok()) << created.status().message();
    ASSERT_TRUE(engine_->UpdateContributorInsights({"tab", std::nullopt, true}).ok());
  }

  void Write() {
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
      writers.emplace_back([this, writer] {
        for (int i = 0; i < kPutsOfWriter; ++i) {
          const bool hot = i % 2 == 0;
          const std::string pk = hot ? "hot" : std::to_string(writer) + "-" + std::to_string(i);
          const Item item = {{"pk", pk}, {"gk", std::to_string(i % 3)}};
          EXPECT_TRUE(engine_->PutItem({.table_name = "tab", .item = item}).ok());
        }
      });
    }
    for (std::thread& writer : writers) writer.join();
  }

  DescribeInsightsResponse See(const std::optional<std::string>& index = std::nullopt) {
    auto seen = engine_->DescribeInsights({"tab", index});
    EXPECT_TRUE(seen.ok()) << seen.status().message();
    return seen.ok() ? *std::move(seen) : DescribeInsightsResponse();
  }

  ManualClock clock_{1'700'000'000'000'000};
  std::unique_ptr<Engine> engine_;
};

TEST_F(InsightsRaceTest, NoWeightIsLost) {
  std::atomic<bool> stop{false};
  // Everything that leaves the table's own counts as they are.
  std::thread disturber([&] {
    for (int round = 0; !stop; ++round) {
      EXPECT_TRUE(engine_->UpdateContributorInsights({"tab", "index", round % 2 == 0}).ok());
      See();
      See("index");
      if (round % 8 == 0 && round < 64) clock_.Advance(60'000'000);
      std::this_thread::yield();
    }
  });
  Write();
  stop = true;
  disturber.join();
  double total = 0;
  const auto seen = See();
  for (const InsightsMinute& minute : seen.rules.front().minutes) {
    total += minute.total;
    ASSERT_FALSE(minute.contributors.empty());
    EXPECT_LE(minute.error_bound, minute.total / 128);
  }
  EXPECT_EQ(total, 3.0 * kWriters * kPutsOfWriter);
}

TEST_F(InsightsRaceTest, SwitchingBelongsToWhoeverComesLast) {
  std::atomic<bool> stop{false};
  std::vector<std::thread> switchers;
  for (const bool on : {true, false}) {
    switchers.emplace_back([this, on, &stop] {
      while (!stop) {
        EXPECT_TRUE(engine_->UpdateContributorInsights({"tab", std::nullopt, on}).ok());
        EXPECT_TRUE(engine_->ListContributorInsights({}).ok());
      }
    });
  }
  Write();
  stop = true;
  for (std::thread& switcher : switchers) switcher.join();
  ASSERT_TRUE(engine_->UpdateContributorInsights({"tab", std::nullopt, false}).ok());
  EXPECT_TRUE(See().rules.empty());
}

}  // namespace
}  // namespace stator::api
