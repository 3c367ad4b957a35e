// Metrics while requests run: no call is lost, and nothing that is read ever falls.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "api/engine.h"

namespace stator::api {
namespace {

constexpr int kThreads = 4;
constexpr int kCallsOfThread = 600;
constexpr int kTables = 3;

class MetricsRaceTest : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.in_memory = true});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
  }
  void Create(const std::string& name) {
    CreateTableRequest table;
    table.table_name = name;
    table.attribute_definitions = {{"pk", AttributeType::kString}};
    table.key_schema = {{"pk"}};
    table.billing_mode = BillingMode::kPayPerRequest;
    EXPECT_TRUE(engine_->CreateTable(table).ok());
  }
  // One put each, and one request that is refused.
  void CallAll(int thread) {
    for (int i = 0; i < kCallsOfThread; ++i) {
      const Item item = {{"pk", std::to_string(thread) + "-" + std::to_string(i)}};
      const std::string table = "tab" + std::to_string(i % kTables);
      EXPECT_TRUE(engine_->PutItem({.table_name = table, .item = item}).ok());
      EXPECT_FALSE(engine_->GetItem({.table_name = "none", .key = item}).ok());
    }
  }
  // Puts that were seen, which never become fewer.
  void Watch(const std::atomic<bool>& stop) {
    uint64_t seen = 0;
    while (!stop) {
      const uint64_t now = Puts(engine_->Metrics());
      EXPECT_GE(now, seen);
      seen = now;
    }
  }
  static uint64_t Puts(const Metrics& metrics) {
    uint64_t puts = 0;
    for (const TableMetrics& table : metrics.tables) {
      if (table.table_name == "other") continue;
      for (const OperationMetrics& one : table.operations) puts += one.totals.success_count();
    }
    return puts;
  }

  std::unique_ptr<Engine> engine_;
};

TEST_F(MetricsRaceTest, EveryCallIsCountedOnce) {
  for (int i = 0; i < kTables; ++i) Create("tab" + std::to_string(i));
  std::atomic<bool> stop{false};
  std::thread watcher([&] { Watch(stop); });
  // A table that comes and goes, in use.
  std::thread dropper([&] {
    while (!stop) {
      Create("other");
      const Item item = {{"pk", "a"}};
      EXPECT_TRUE(engine_->PutItem({.table_name = "other", .item = item}).ok());
      EXPECT_TRUE(engine_->DeleteTable({.table_name = "other"}).ok());
    }
  });
  std::vector<std::thread> callers;
  for (int i = 0; i < kThreads; ++i) callers.emplace_back([this, i] { CallAll(i); });
  for (std::thread& caller : callers) caller.join();
  stop = true;
  watcher.join();
  dropper.join();
  const Metrics metrics = engine_->Metrics();
  EXPECT_EQ(Puts(metrics), uint64_t{kThreads} * kCallsOfThread);
  ASSERT_EQ(metrics.accounts.size(), 1U);
  EXPECT_EQ(metrics.accounts.front().user_errors, uint64_t{kThreads} * kCallsOfThread);
  double units = 0;
  for (const TableMetrics& table : metrics.tables) {
    units += table.resources.front().write.consumed_units;
  }
  EXPECT_EQ(units, double{kThreads} * kCallsOfThread);
}

}  // namespace
}  // namespace stator::api
