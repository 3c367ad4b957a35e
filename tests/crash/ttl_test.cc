// kill -9 while items expire and while a table is being indexed: the expiry index agrees with the
// items, what had time left is there, and what had none goes after all.
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <sstream>
#include <string>
#include <thread>

#include "tests/crash/ttl_items.h"
#include "tests/support/killed_process.h"
#include "tests/support/seeded_random.h"
#include "tests/support/ttl_harness.h"

namespace stator {
namespace {

using namespace testing;

class TtlCrashTest : public ::testing::Test {
 protected:
  void RunAndKill(int64_t first_version) {
    KilledProcess writer("ttl_writer", {folder_.path(), std::to_string(random_.Next64() >> 1),
                                        std::to_string(second_), std::to_string(first_version)});
    ASSERT_TRUE(writer.WaitForLine(60'000)) << "the writer does not start";
    const int64_t life_micros = random_.Between(0, first_version == 0 ? 20'000 : 400'000);
    std::this_thread::sleep_for(std::chrono::microseconds(life_micros));
    for (const std::string& text : writer.Kill()) {
      std::istringstream line(text);
      std::string verb;
      line >> verb;
      if (verb == "clock") line >> second_;
      if (verb == "begin") line >> under_way_key_ >> under_way_version_;
      if (verb == "done") {
        acknowledged_[under_way_key_] = under_way_version_;
        under_way_key_ = -1;
      }
    }
  }

  void VerifyItem(int64_t key, int64_t acknowledged, const std::optional<Item>& stored) {
    SCOPED_TRACE("key" + std::to_string(key));
    if (!stored.has_value()) {
      const bool may_be_gone = MayBeSwept(acknowledged, second_) ||
                               (key == under_way_key_ && MayBeSwept(under_way_version_, second_));
      EXPECT_TRUE(may_be_gone) << "version " << acknowledged << " had time left";
      if (may_be_gone) swept_ += 1;
      return;
    }
    int64_t version = 0;
    EXPECT_TRUE(stored->Find("version")->number()->ToInt64(&version));
    EXPECT_EQ(*stored, CrashItem(key, version));
    EXPECT_TRUE(version == acknowledged || (key == under_way_key_ && version == under_way_version_))
        << "stored " << version << ", acknowledged " << acknowledged;
    EXPECT_FALSE(MayBeSwept(version, second_)) << "its time is over";
  }

  // After recovery, the indexing that goes on, and a sweep.
  void Verify() {
    TtlDatabase ttl(OnDiskOptions(folder_.path()), {}, second_);
    ttl.database()->lifecycle().WaitIdle();
    ttl.Advance(0);  // the sweep that the start begins with
    ExpectConsistent(ttl.database());
    ttl.ExpectIndexIsRight();
    const auto table = ttl.database()->catalog().Find(kSpace, "t");
    if (table == nullptr) return;
    const TtlStatus status = table->schema()->ttl.status;
    EXPECT_TRUE(status == TtlStatus::kEnabled || status == TtlStatus::kDisabled);
    if (status == TtlStatus::kDisabled) ttl.SwitchOn(table);
    second_ += 2;
    ttl.Advance(2);
    ttl.ExpectIndexIsRight();
    for (auto it = acknowledged_.begin(); it != acknowledged_.end();) {
      const std::string pk = "key" + std::to_string(it->first);
      const auto stored = Get(ttl.database(), table, {{"pk", pk}});
      VerifyItem(it->first, it->second, stored);
      if (stored.has_value() && it->first == under_way_key_) {
        EXPECT_TRUE(stored->Find("version")->number()->ToInt64(&it->second));
      }
      it = stored.has_value() ? std::next(it) : acknowledged_.erase(it);
    }
    EXPECT_EQ(ttl.counters().stale_removed.load(), 0);
    under_way_key_ = -1;
  }

  ScratchFolder folder_;
  SeededRandom random_;
  int64_t second_ = kTtlTestStart;
  std::map<int64_t, int64_t> acknowledged_;  // versions by key
  int64_t under_way_key_ = -1;
  int64_t under_way_version_ = 0;
  int64_t swept_ = 0;
};

TEST_F(TtlCrashTest, IndexAndItemsAgreeAndNothingWithTimeLeftIsLost) {
  SCOPED_TRACE(random_.Trace());
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(15);
  int64_t first_version = 1;
  int rounds = 0;
  while (std::chrono::steady_clock::now() < end && !HasFailure()) {
    RunAndKill(first_version);
    first_version += 1'000'000;
    // Sometimes recovery itself is killed, or the sweep after it.
    while (random_.OneIn(3)) RunAndKill(0);
    Verify();
    ++rounds;
  }
  EXPECT_GE(rounds, 3);
  EXPECT_GT(swept_, 0) << "nothing expired, so nothing was shown";
}

}  // namespace
}  // namespace stator
