// Capacity while everything about a table changes: no unit is lost, and no more comes in than the
// buckets give.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "api/engine.h"
#include "kv/base/clock.h"

namespace stator::api {
namespace {

constexpr int kWriters = 4;
constexpr int kPutsOfWriter = 1'500;

class CapacityRaceTest : public testing::Test {
 protected:
  void SetUp() override {
    auto engine =
        Engine::Open({.in_memory = true, .capacity = CapacityMode::kPartition, .clock = &clock_});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
    CreateTableRequest table;
    table.table_name = "tab";
    table.attribute_definitions = {{"pk", AttributeType::kString}};
    table.key_schema = {{"pk"}};
    table.billing_mode = BillingMode::kPayPerRequest;
    ASSERT_TRUE(engine_->CreateTable(table).ok());
  }

  // Splits the table, looks at its partitions and moves the mode to and fro, until it is stopped.
  void Disturb(const std::atomic<bool>& stop) {
    for (int round = 0; !stop; ++round) {
      if (round < 6) {
        EXPECT_TRUE(engine_->SplitPartition({.table_name = "tab"}).ok());
      }
      EXPECT_TRUE(engine_->DescribePartitions({.table_name = "tab"}).ok());
      const CapacityMode mode = round % 2 == 0 ? CapacityMode::kTable : CapacityMode::kPartition;
      EXPECT_TRUE(engine_->SetCapacityMode({.mode = mode, .table_name = "tab"}).ok());
      clock_.Advance(10'000);
      std::this_thread::yield();
    }
  }

  ManualClock clock_{1'700'000'000'000'000};
  std::unique_ptr<Engine> engine_;
};

TEST_F(CapacityRaceTest, EveryUnitIsCountedOnce) {
  std::atomic<int> written{0};
  std::atomic<bool> stop{false};
  std::thread disturber([&] { Disturb(stop); });
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([this, writer, &written] {
      for (int i = 0; i < kPutsOfWriter; ++i) {
        const Item item = {{"pk", std::to_string(writer) + "-" + std::to_string(i)}};
        const Status status = engine_->PutItem({.table_name = "tab", .item = item}).status();
        if (status.ok()) ++written;
        EXPECT_TRUE(status.ok() || ThrottleOf(status)) << status.message();
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  stop = true;
  disturber.join();
  const auto seen = engine_->DescribePartitions({.table_name = "tab"});
  ASSERT_TRUE(seen.ok());
  EXPECT_GT(written, 0);
  EXPECT_EQ(seen->resources.front().use.write.consumed_units, static_cast<double>(written));
}

TEST_F(CapacityRaceTest, AHotKeyLetsInAtMostOneRequestTooManyAThread) {
  std::atomic<int> written{0};
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([this, &written] {
      const Item item = {{"pk", "hot"}};
      for (int i = 0; i < kPutsOfWriter; ++i) {
        if (engine_->PutItem({.table_name = "tab", .item = item}).ok()) ++written;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_GE(written, 1'000);
  EXPECT_LE(written, 1'000 + kWriters);
}

}  // namespace
}  // namespace stator::api
