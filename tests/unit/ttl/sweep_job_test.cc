#include "ttl/sweep_job.h"

#include <gtest/gtest.h>

#include <functional>
#include <mutex>
#include <optional>
#include <set>

#include "tests/support/ttl_harness.h"
#include "ttl/expiry.h"
#include "ttl/expiry_key.h"

namespace stator::ttl {
namespace {

using namespace stator::testing;

// Hears of removals, and refuses changes of one item as the transactions' side would.
class Listener final : public WriteObserver {
 public:
  bool Observes(const TableSchema&) const override { return true; }
  Status OnChange(const ItemChange& change, WriteBatch*) override {
    if (change.new_item != nullptr) return OkStatus();
    const std::string pk(change.old_item->Find("pk")->bytes());
    const std::lock_guard lock(mu_);
    if (pk == held_) return Status(Code::kTransactionConflict, "held");
    (change.origin == WriteOrigin::kTimeToLive ? swept_ : deleted_).insert(pk);
    return OkStatus();
  }
  void Hold(const std::string& pk) {
    const std::lock_guard lock(mu_);
    held_ = pk;
  }
  std::set<std::string> swept() const {
    const std::lock_guard lock(mu_);
    return swept_;
  }
  std::set<std::string> deleted() const {
    const std::lock_guard lock(mu_);
    return deleted_;
  }

 private:
  mutable std::mutex mu_;
  std::string held_;
  std::set<std::string> swept_;
  std::set<std::string> deleted_;
};

class SweepTest : public ::testing::Test {
 protected:
  using Keys = std::set<std::string>;

  void Open(int64_t items_per_second = 10'000'000) {
    DatabaseOptions options = InMemoryOptions();
    options.write_observers.push_back(&listener_);
    TimeToLiveOptions ttl_options;
    ttl_options.sweep.items_per_second = items_per_second;
    ttl_.emplace(options, ttl_options);
    table_ = CreateTable(ttl_->database(), SimpleSchema("t", false));
    ttl_->SwitchOn(table_);
  }
  void SetUp() override { Open(); }

  void PutTtl(const std::string& pk, int64_t expiry) {
    Put(ttl_->database(), table_, TtlItem(pk, expiry));
  }
  Keys Left() { return KeysOf(table_); }
  Keys KeysOf(const std::shared_ptr<Table>& table) {
    Keys keys;
    for (const Item& item : ScanAll(ttl_->database(), table->id())) {
      keys.emplace(item.Find("pk")->bytes());
    }
    return keys;
  }
  void Write(const std::function<void(WriteBatch*)>& fill) {
    const auto batch = ttl_->store().NewBatch();
    fill(batch.get());
    STATOR_ASSERT_OK(ttl_->store().Commit(*batch).status());
  }

  Listener listener_;
  std::optional<TtlDatabase> ttl_;
  std::shared_ptr<Table> table_;
};

TEST_F(SweepTest, DeletesWhatIsDueAndNothingElse) {
  const int64_t now = ttl_->now();
  PutTtl("soon", now + 10);
  PutTtl("later", now + 11);
  PutTtl("never", kLastSecond);
  Put(ttl_->database(), table_, {{"pk", "text"}, {"ttl", std::to_string(now)}});
  Put(ttl_->database(), table_, {{"pk", "none"}});
  ttl_->Advance(9);
  EXPECT_EQ(Left().size(), 5u) << "visible until swept";
  ttl_->Advance(1);
  EXPECT_EQ(Left(), (Keys{"later", "never", "text", "none"}));
  ttl_->Advance(1'000);
  EXPECT_EQ(Left(), (Keys{"never", "text", "none"}));
  EXPECT_EQ(ttl_->counters().items_deleted.load(), 2);
  ttl_->ExpectIndexIsRight();
  ExpectConsistent(ttl_->database());
}

TEST_F(SweepTest, ItsDeletesAreMarked) {
  PutTtl("a", ttl_->now() + 1);
  PutTtl("b", ttl_->now() + 1);
  Delete(ttl_->database(), table_, {{"pk", "b"}});
  ttl_->Advance(2);
  EXPECT_EQ(listener_.swept(), (Keys{"a"}));
  EXPECT_EQ(listener_.deleted(), (Keys{"b"}));
}

TEST_F(SweepTest, ItemsFromMoreThanFiveYearsAgoStay) {
  const int64_t now = ttl_->now();
  PutTtl("forgotten", now - kForgottenAfterSeconds);
  PutTtl("just not", now - kForgottenAfterSeconds + 5);
  PutTtl("1970", 0);
  ttl_->Advance(1);
  EXPECT_EQ(Left(), (Keys{"forgotten", "1970"}));
  ttl_->Advance(1'000'000);
  EXPECT_EQ(Left(), (Keys{"forgotten", "1970"}));
  ttl_->ExpectIndexIsRight();
}

TEST_F(SweepTest, AnItemThatIsDueWhenItComesIsFoundThoughTheSweepHasPassed) {
  for (int round = 0; round < 5; ++round) {
    ttl_->Advance(100);
    PutTtl("late", ttl_->now() - 50);
    ttl_->Advance(1);
    EXPECT_EQ(Left(), Keys()) << round;
  }
}

TEST_F(SweepTest, LeavesWhatATransactionHoldsForTheNextRound) {
  listener_.Hold("held");
  PutTtl("held", ttl_->now() + 1);
  PutTtl("free", ttl_->now() + 2);
  ttl_->Advance(5);
  EXPECT_EQ(Left(), (Keys{"held"}));
  ttl_->Advance(5);
  EXPECT_EQ(Left(), (Keys{"held"}));
  listener_.Hold("");
  ttl_->Advance(5);
  EXPECT_EQ(Left(), Keys());
}

TEST_F(SweepTest, RemovesEntriesThatBelongToNoItem) {
  PutTtl("a", ttl_->now() + 1'000);
  const std::string item_key = ReadExpiryKey(ttl_->Entries().at(0))->item_key;
  Write([&](WriteBatch* batch) {
    batch->Put(kTtlFamily, ExpiryKey(item_key, ttl_->now() + 1), {});
    batch->Put(kTtlFamily, ExpiryKey(item_key, ttl_->now() + 2), {});
    batch->Put(kTtlFamily, ExpiryKey(item_key + "x", ttl_->now() + 500'000'000), {});
  });
  Write([&](WriteBatch* batch) {  // one without an item
    const Item ghost = {{"pk", "ghost"}};
    const Location location =
        LocateItem(*table_->schema(), ghost.view(), ttl_->store().partitions());
    batch->Put(kTtlFamily, ExpiryKey(location.key, ttl_->now() + 3), {});
    batch->Delete(kTtlFamily, ExpiryKey(item_key + "x", ttl_->now() + 500'000'000));
  });
  ttl_->Advance(10);
  ttl_->Advance(10);
  EXPECT_EQ(Left(), (Keys{"a"}));
  EXPECT_EQ(ttl_->counters().stale_removed.load(), 3);
  ttl_->ExpectIndexIsRight();
}

TEST_F(SweepTest, NothingIsDeletedOnceTimeToLiveIsOff) {
  PutTtl("a", ttl_->now() + 1);
  ttl_->SwitchOff(table_);
  ttl_->Advance(100);
  EXPECT_EQ(Left(), (Keys{"a"}));
  ttl_->SwitchOn(table_);
  ttl_->Advance(1);
  EXPECT_EQ(Left(), Keys());
}

TEST_F(SweepTest, BeginsAsSoonAsATableIsIndexed) {
  const auto other = CreateTable(ttl_->database(), SimpleSchema("other", false));
  Put(ttl_->database(), other, TtlItem("a", ttl_->now() - 5));
  ttl_->SwitchOn(other);
  ttl_->Advance(0);
  EXPECT_EQ(KeysOf(other), Keys()) << "though the clock stands still";
}

TEST_F(SweepTest, SweepsEveryTable) {
  std::vector<std::shared_ptr<Table>> tables;
  for (int i = 0; i < 300; ++i) {
    tables.push_back(
        CreateTable(ttl_->database(), SimpleSchema("table" + std::to_string(i), false)));
    if (i % 10 == 0) ttl_->SwitchOn(tables.back());
    for (int k = 0; k < 3; ++k) {
      Put(ttl_->database(), tables.back(), TtlItem(std::to_string(k), ttl_->now() + 1));
    }
  }
  ttl_->Advance(5);
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(KeysOf(tables[static_cast<size_t>(i)]).size(), i % 10 == 0 ? 0u : 3u) << i;
  }
}

TEST_F(SweepTest, CostsWhatExpiresAndNotWhatIsStored) {
  constexpr int kItems = 100'000;
  constexpr int kExpired = 1'000;
  const int64_t now = ttl_->now();
  for (int i = 0; i < kItems; ++i) {
    const bool expires = i % (kItems / kExpired) == 0;
    PutTtl(std::to_string(i), expires ? now + 10 : now + 1'000'000 + i);
  }
  for (int i = 0; i < 9; ++i) ttl_->Advance(1);
  EXPECT_EQ(ttl_->counters().entries_read.load(), 0);
  for (int i = 0; i < 10; ++i) ttl_->Advance(1);
  EXPECT_EQ(CountOf(table_, table_->id()), kItems - kExpired);
  EXPECT_EQ(ttl_->counters().items_deleted.load(), kExpired);
  EXPECT_EQ(ttl_->counters().entries_read.load(), kExpired);
}

TEST_F(SweepTest, KeepsToItsRate) {
  constexpr int kItems = 480;
  Open(/*items_per_second=*/2'000);
  for (int i = 0; i < kItems; ++i) PutTtl(std::to_string(i), ttl_->now() + 1);
  const int64_t start = SystemClock()->MonotonicMicros();
  ttl_->Advance(2);
  const int64_t micros = SystemClock()->MonotonicMicros() - start;
  EXPECT_EQ(Left(), Keys());
  EXPECT_GE(micros, 9 * 24'000) << "a rest after each chunk of 48 but the last";
}

TEST_F(SweepTest, StopsAtOnceWithMuchLeft) {
  Open(/*items_per_second=*/100);
  for (int i = 0; i < 1'000; ++i) PutTtl(std::to_string(i), ttl_->now() + 1);
  ttl_->clock().Advance(2'000'000);
  EXPECT_FALSE(ttl_->database()->lifecycle().WaitCaughtUp(50'000));
  const int64_t start = SystemClock()->MonotonicMicros();
  table_.reset();
  ttl_.reset();
  EXPECT_LT(SystemClock()->MonotonicMicros() - start, 2'000'000);
}

}  // namespace
}  // namespace stator::ttl
