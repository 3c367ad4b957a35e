// A database with time to live on a clock that the test moves.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/clock.h"
#include "tests/support/table_harness.h"
#include "ttl/expiry_check.h"
#include "ttl/time_to_live.h"

namespace stator::testing {

// Friday, October 9, 2026, 00:20:00 UTC.
inline constexpr int64_t kTtlTestStart = 1'791'505'200;

class TtlDatabase {
 public:
  // `options` is completed with the observers and the clock.
  explicit TtlDatabase(DatabaseOptions options = InMemoryOptions(),
                       const ttl::TimeToLiveOptions& ttl_options = {},
                       int64_t start_seconds = kTtlTestStart)
      : clock_(start_seconds * 1'000'000), ttl_(ttl_options) {
    options.write_observers.push_back(ttl_.write_observer());
    options.schema_observers.push_back(ttl_.schema_observer());
    options.clock = &clock_;
    database_ = OpenDatabase(options);
    ttl_.Start(database_.get());
  }

  Database* database() { return database_.get(); }
  Store& store() { return database_->store(); }
  ttl::TimeToLive& ttl() { return ttl_; }
  const ttl::SweepCounters& counters() const { return ttl_.counters(); }
  ManualClock& clock() { return clock_; }
  int64_t now() const { return clock_.WallSeconds(); }

  // Without the rules of the API. Waits until the table is indexed, and what is due in it swept.
  void SwitchOn(const std::shared_ptr<Table>& table, const std::string& attribute = "ttl") {
    STATOR_EXPECT_OK(ttl_.SwitchOn(table, attribute, [](const auto&) { return OkStatus(); }));
    Advance(0);
  }
  void SwitchOff(const std::shared_ptr<Table>& table) {
    STATOR_EXPECT_OK(ttl_.SwitchOff(table, [](const auto&) { return OkStatus(); }));
    database_->lifecycle().WaitIdle();
  }
  // Moves the clock, and waits until everything that is due then is swept.
  void Advance(int64_t seconds) {
    clock_.Advance(seconds * 1'000'000);
    EXPECT_TRUE(database_->lifecycle().WaitCaughtUp(60'000'000));
  }
  // Keys in the expiry index, of entries and of progress records.
  std::vector<std::string> Entries() {
    std::vector<std::string> keys;
    const auto cursor = store().NewCursor(kTtlFamily, {}, {});
    for (; cursor->Valid(); cursor->Next()) keys.emplace_back(cursor->key());
    STATOR_EXPECT_OK(cursor->status());
    return keys;
  }
  void ExpectIndexIsRight() {
    STATOR_EXPECT_OK(ttl::CheckExpiryIndex(&store(), database_->catalog()));
  }

 private:
  ManualClock clock_;
  ttl::TimeToLive ttl_;
  std::unique_ptr<Database> database_;
};

// {"pk": key, "ttl": expiry}
inline Item TtlItem(std::string_view key, int64_t expiry) {
  return {{"pk", std::string(key)}, {"ttl", expiry}};
}

}  // namespace stator::testing
