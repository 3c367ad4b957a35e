// Which snapshot stands for which moment, and how many are kept.
#include "kv/table/past_states.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "kv/base/clock.h"
#include "kv/store/store.h"

namespace stator {
namespace {

class PastStatesTest : public testing::Test {
 protected:
  void SetUp() override {
    auto store = Store::Open({.path = "", .in_memory = true, .partitions = 1});
    ASSERT_TRUE(store.ok());
    store_ = std::move(*store);
    states_ = std::make_unique<PastStates>(store_.get(), &clock_);
  }
  void TearDown() override { states_.reset(); }

  void Write(int value) {
    const auto batch = store_->NewBatch();
    batch->Put(PartitionFamily(0), "k", std::to_string(value));
    ASSERT_TRUE(store_->Commit(*batch).ok());
  }
  // What is read there; -1: nothing.
  int ValueAt(int64_t micros_ago, PastStates::Age age) {
    const auto snapshot = states_->At(micros_ago, age);
    PinnedValue value;
    const Status status = store_->Get(PartitionFamily(0), "k", &value, snapshot.get());
    return status.ok() ? std::stoi(std::string(value.bytes())) : -1;
  }
  int AtLeast(int64_t micros_ago) { return ValueAt(micros_ago, PastStates::Age::kAtLeast); }
  int AtMost(int64_t micros_ago) { return ValueAt(micros_ago, PastStates::Age::kAtMost); }

  ManualClock clock_{1'000'000};
  std::unique_ptr<Store> store_;
  std::unique_ptr<PastStates> states_;
};

TEST_F(PastStatesTest, NothingIsKeptUnlessAskedFor) {
  Write(1);
  EXPECT_EQ(states_->kept(), 0U);
  EXPECT_EQ(AtLeast(500), 1);
}

TEST_F(PastStatesTest, EachMomentHasItsState) {
  states_->Keep(1'000, 10);
  for (int i = 1; i <= 20; ++i) {
    Write(i);
    clock_.Advance(50);
  }
  // Write i was (21 - i) * 50 ago: what is as old as that, or older, is there.
  for (int64_t ago = 10; ago < 900; ago += 20) {
    const int expected = 21 - static_cast<int>((ago + 49) / 50);
    EXPECT_EQ(AtMost(ago), expected) << ago;
    // Within the interval of 10 behind a write it may be missing, unless it was the last.
    const bool in_group = ago % 50 == 0 && ago > 50;
    EXPECT_EQ(AtLeast(ago), in_group ? expected - 1 : expected) << ago;
  }
}

TEST_F(PastStatesTest, CommitsOfOneIntervalShareASnapshot) {
  states_->Keep(1'000, 100);
  Write(1);
  clock_.Advance(99);
  Write(2);
  EXPECT_EQ(states_->kept(), 1U);
  clock_.Advance(1);
  Write(3);
  EXPECT_EQ(states_->kept(), 2U);
  clock_.Advance(50);
  EXPECT_EQ(AtLeast(149), -1);  // may not have what is younger, so it lacks 1 as well
  EXPECT_EQ(AtMost(149), 2);    // must have what is older, so it has 2 as well
  EXPECT_EQ(AtLeast(50), 3);
}

TEST_F(PastStatesTest, TheNumberOfSnapshotsIsBounded) {
  states_->Keep(1'000, 100);
  for (int i = 0; i < 5'000; ++i) {
    Write(i);
    clock_.Advance(7);
    ASSERT_LE(states_->kept(), 12U);
  }
  EXPECT_GE(states_->kept(), 9U);
  clock_.Advance(1'000);
  EXPECT_EQ(AtLeast(1'000), 4'999);
  EXPECT_EQ(states_->kept(), 0U);
  Write(1);
  states_->Keep(0, 0);
  EXPECT_EQ(states_->kept(), 0U);
  Write(2);
  EXPECT_EQ(states_->kept(), 0U);
}

}  // namespace
}  // namespace stator
