// The sweeper beside writers: what was renewed in time is never deleted, and the expiry index is
// what the items say.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/seeded_random.h"
#include "tests/support/ttl_harness.h"

namespace stator {
namespace {

using namespace testing;

constexpr int kWriters = 4;
constexpr int64_t kFarAhead = 1'000'000'000;

ttl::TimeToLiveOptions Eager() {
  ttl::TimeToLiveOptions options;
  options.sweep.interval_micros = 1'000;
  options.sweep.items_per_second = 10'000'000;
  return options;
}

// Moves the clock a second at a time, as fast as the sweeper can follow, until it is stopped.
class Ticker {
 public:
  explicit Ticker(TtlDatabase* ttl)
      : thread_([this, ttl] {
          while (!stop_) {
            ttl->clock().Advance(1'000'000);
            std::this_thread::sleep_for(std::chrono::microseconds(200));
          }
        }) {}
  ~Ticker() {
    stop_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

// A life of one item: it comes with little time left, is renewed before or after the sweeper had
// its turn, must then be there, and is left to expire.
void LiveAndExpire(TtlDatabase* ttl, const std::shared_ptr<Table>& table, int writer, int lives) {
  SeededRandom random(static_cast<uint64_t>(writer));
  for (int life = 0; life < lives && !::testing::Test::HasFailure(); ++life) {
    const std::string pk = std::to_string(writer) + "-" + std::to_string(random.Between(0, 30));
    Put(ttl->database(), table, TtlItem(pk, ttl->now() + random.Between(-2, 2)));
    if (random.OneIn(2)) std::this_thread::yield();
    Put(ttl->database(), table, TtlItem(pk, ttl->now() + kFarAhead));
    for (int look = 0; look < 3; ++look) {
      EXPECT_TRUE(Get(ttl->database(), table, {{"pk", pk}}).has_value()) << "renewed, and deleted";
      std::this_thread::yield();
    }
    Put(ttl->database(), table, TtlItem(pk, ttl->now() + random.Between(0, 2)));
  }
}

void RunWriters(TtlDatabase* ttl, const std::shared_ptr<Table>& table, int lives) {
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) writers.emplace_back(LiveAndExpire, ttl, table, i, lives);
  for (std::thread& writer : writers) writer.join();
}

TEST(TtlRace, ARenewedItemIsNeverDeleted) {
  TtlDatabase ttl(InMemoryOptions(), Eager());
  const auto table = CreateTable(ttl.database(), SimpleSchema("t", false));
  ttl.SwitchOn(table);
  {
    const Ticker ticker(&ttl);
    RunWriters(&ttl, table, 300);
  }
  ttl.Advance(10);
  EXPECT_GT(ttl.counters().items_deleted.load(), 0);
  EXPECT_EQ(ttl.counters().stale_removed.load(), 0);
  EXPECT_TRUE(ScanAll(ttl.database(), table->id()).empty()) << "the last life of each has expired";
  EXPECT_TRUE(ttl.Entries().empty());
  ttl.ExpectIndexIsRight();
  ExpectConsistent(ttl.database());
}

// A clock that was moved while a round of the sweeper was under way found the sweeper resting from
// the new time on, and what had come due stayed until the clock was moved again.
TEST(TtlRace, AMoveOfTheClockDuringASweepIsNotMissed) {
  TtlDatabase ttl(InMemoryOptions(), Eager());
  const auto table = CreateTable(ttl.database(), SimpleSchema("t", false));
  ttl.SwitchOn(table);
  for (int i = 0; i < 2000 && !HasFailure(); ++i) {
    Put(ttl.database(), table, TtlItem("a", ttl.now() + 5));
    ttl.clock().Advance(2'000);  // a round begins
    const auto within_it = std::chrono::steady_clock::now() + std::chrono::microseconds(i % 100);
    while (std::chrono::steady_clock::now() < within_it) std::this_thread::yield();
    ttl.Advance(10);
    EXPECT_TRUE(ScanAll(ttl.database(), table->id()).empty()) << i;
  }
}

TEST(TtlRace, SwitchingOnAndOffBesideWritersAndTheSweeper) {
  TtlDatabase ttl(InMemoryOptions(), Eager());
  const auto table = CreateTable(ttl.database(), SimpleSchema("t", false));
  std::atomic<bool> stop{false};
  std::thread switcher([&] {
    const auto agree = [](const TableSchema&) { return OkStatus(); };
    while (!stop) {
      STATOR_EXPECT_OK(ttl.ttl().SwitchOn(table, "ttl", agree));
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
      STATOR_EXPECT_OK(ttl.ttl().SwitchOff(table, agree));
    }
  });
  {
    const Ticker ticker(&ttl);
    RunWriters(&ttl, table, 300);
    stop = true;
    switcher.join();
  }
  EXPECT_TRUE(ttl.Entries().empty());
  ttl.SwitchOn(table);
  ttl.ExpectIndexIsRight();
  ttl.Advance(10);
  EXPECT_TRUE(ScanAll(ttl.database(), table->id()).empty());
  ExpectConsistent(ttl.database());
}

TEST(TtlRace, TablesAreDroppedUnderTheSweeper) {
  TtlDatabase ttl(InMemoryOptions(), Eager());
  {
    const Ticker ticker(&ttl);
    for (int round = 0; round < 40; ++round) {
      const auto table = CreateTable(ttl.database(), SimpleSchema("t", false));
      STATOR_EXPECT_OK(
          ttl.ttl().SwitchOn(table, "ttl", [](const TableSchema&) { return OkStatus(); }));
      for (int i = 0; i < 60; ++i) {
        Put(ttl.database(), table, TtlItem(std::to_string(i), ttl.now() + i % 3));
      }
      STATOR_EXPECT_OK(ttl.database()->lifecycle().DeleteTable(table));
    }
  }
  ExpectConsistent(ttl.database());
  EXPECT_TRUE(ttl.Entries().empty());
}

}  // namespace
}  // namespace stator
