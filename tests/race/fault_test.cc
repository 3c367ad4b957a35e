// Rules and lag that come and go under load: no request meets half a rule, and no read more than
// its lag.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "api/engine.h"
#include "kv/base/clock.h"

namespace stator::api {
namespace {

constexpr int kWorkers = 3;
constexpr int kRounds = 400;

class FaultRaceTest : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.in_memory = true, .clock = &clock_});
    ASSERT_TRUE(engine.ok()) << engine.status().message();
    engine_ = std::move(*engine);
    Create("tab");
  }

  void Create(const std::string& name) {
    CreateTableRequest table;
    table.table_name = name;
    table.attribute_definitions = {{"pk", AttributeType::kString}};
    table.key_schema = {{"pk"}};
    table.billing_mode = BillingMode::kPayPerRequest;
    ASSERT_TRUE(engine_->CreateTable(table).ok());
  }

  ManualClock clock_{1'700'000'000'000'000};
  std::unique_ptr<Engine> engine_;
};

TEST_F(FaultRaceTest, HitsAndFailuresAreTheSameNumber) {
  std::atomic<bool> stop{false};
  int64_t hits = 0;
  std::atomic<int64_t> failures{0};
  std::thread ruler([&] {
    while (!stop) {
      const auto id = engine_->AddFault({.fault = FaultKind::kTransactionConflict,
                                         .operations = {"PutItem"},
                                         .partition_key = "a*",
                                         .probability = 0.5,
                                         .count = 20});
      ASSERT_TRUE(id.ok());
      std::this_thread::yield();
      // Nothing is under way between the last look and the removal that could still hit, unless the
      // rule is spent.
      while (!stop && engine_->ListFaults()->faults.front().hits < 20) std::this_thread::yield();
      hits += engine_->ListFaults()->faults.front().hits;
      if (stop) break;
      ASSERT_TRUE(engine_->DeleteFaults({.fault_id = id->fault_id}).ok());
    }
  });
  std::vector<std::thread> workers;
  for (int worker = 0; worker < kWorkers; ++worker) {
    workers.emplace_back([&] {
      for (int i = 0; i < kRounds; ++i) {
        const std::string pk = (i % 2 == 0 ? "a" : "b") + std::to_string(i);
        const Status status =
            engine_->PutItem({.table_name = "tab", .item = {{"pk", pk}}}).status();
        if (status.ok()) continue;
        EXPECT_EQ(status.code(), Code::kTransactionConflict);
        EXPECT_EQ(pk[0], 'a');
        ++failures;
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  stop = true;
  ruler.join();
  EXPECT_GT(failures, 0);
  EXPECT_EQ(hits, failures);
}

// One item holds a number that only rises, and says when it was written. No read goes back behind
// what was there before the longest lag, whatever is switched meanwhile.
TEST_F(FaultRaceTest, NoReadIsOlderThanTheLag) {
  constexpr int64_t kLagMicros = 80'000;
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (int i = 1; !stop; ++i) {
      const int64_t now = clock_.MonotonicMicros();
      const Item item = {{"pk", "k"}, {"at", AttributeValue(now)}};
      EXPECT_TRUE(engine_->PutItem({.table_name = "tab", .item = item}).ok());
      clock_.Advance(1'000);
    }
  });
  std::thread switcher([&] {
    for (int i = 0; !stop; ++i) {
      const Lag lag = {.read_millis = i % 3 * 40,
                       .mode = i % 2 == 0 ? LagMode::kOldest : LagMode::kReplicas};
      EXPECT_TRUE(engine_->SetLag({.lag = lag}).ok());
      if (i % 5 == 0) {
        EXPECT_TRUE(engine_->ClearLag().ok());
      }
      std::this_thread::yield();
    }
  });
  std::thread dropper([&] {
    for (int i = 0; i < 20; ++i) {
      Create("passing");
      EXPECT_TRUE(engine_->PutItem({.table_name = "passing", .item = {{"pk", "k"}}}).ok());
      EXPECT_TRUE(engine_->Scan({{.table_name = "passing"}}).ok());
      EXPECT_TRUE(engine_->DeleteTable({.table_name = "passing"}).ok());
    }
  });
  std::vector<std::thread> readers;
  for (int reader = 0; reader < kWorkers; ++reader) {
    readers.emplace_back([&] {
      for (int i = 0; i < kRounds; ++i) {
        const int64_t before = clock_.MonotonicMicros();
        const auto reply = engine_->GetItem({.table_name = "tab", .key = {{"pk", "k"}}});
        ASSERT_TRUE(reply.ok());
        if (!reply->item) continue;
        const auto at = std::stoll(reply->item->Find("at")->number()->ToString());
        // A put takes the time before it is committed, and the clock moves on behind it.
        EXPECT_GE(at, before - kLagMicros - 2'000);
      }
    });
  }
  for (std::thread& reader : readers) reader.join();
  dropper.join();
  stop = true;
  writer.join();
  switcher.join();
}

}  // namespace
}  // namespace stator::api
