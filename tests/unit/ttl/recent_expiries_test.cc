#include "ttl/recent_expiries.h"

#include <gtest/gtest.h>

namespace stator::ttl {
namespace {

constexpr uint64_t kAllSettled = UINT64_MAX;

TEST(RecentExpiries, ReportsTheEarliestOfATable) {
  RecentExpiries recent;
  EXPECT_EQ(recent.TakeEarliest(1, kAllSettled), INT64_MAX);
  recent.Note(1, 300, 10);
  recent.Note(1, 100, 11);
  recent.Note(1, 200, 12);
  recent.Note(2, 5, 13);
  EXPECT_EQ(recent.TakeEarliest(1, kAllSettled), 100);
  EXPECT_EQ(recent.TakeEarliest(2, kAllSettled), 5);
}

TEST(RecentExpiries, ForgetsWhatHasBeenSeen) {
  RecentExpiries recent;
  recent.Note(1, 100, 10);
  EXPECT_EQ(recent.TakeEarliest(1, 11), 100);
  EXPECT_EQ(recent.TakeEarliest(1, 11), 100) << "one round more than needed";
  EXPECT_EQ(recent.TakeEarliest(1, 11), INT64_MAX);
}

TEST(RecentExpiries, KeepsWhatMayStillBeCommitted) {
  RecentExpiries recent;
  recent.Note(1, 100, 10);
  for (int round = 0; round < 5; ++round) EXPECT_EQ(recent.TakeEarliest(1, 10), 100);
  EXPECT_EQ(recent.TakeEarliest(1, 11), 100) << "settled: this reader sees it";
  EXPECT_EQ(recent.TakeEarliest(1, 11), INT64_MAX);
}

TEST(RecentExpiries, AStreamOfNewOnesDoesNotKeepTheOldOnes) {
  RecentExpiries recent;
  recent.Note(1, 100, 10);
  uint64_t number = 11;
  for (int round = 0; round < 2; ++round) {
    recent.Note(1, 1'000, number++);
    EXPECT_EQ(recent.TakeEarliest(1, number - 1), 100);
  }
  recent.Note(1, 1'000, number++);
  EXPECT_EQ(recent.TakeEarliest(1, number - 1), 1'000);
}

TEST(RecentExpiries, ForgetsADroppedTable) {
  RecentExpiries recent;
  recent.Note(1, 100, 10);
  recent.Note(2, 200, 11);
  recent.Forget(1);
  EXPECT_EQ(recent.TakeEarliest(1, kAllSettled), INT64_MAX);
  EXPECT_EQ(recent.TakeEarliest(2, kAllSettled), 200);
}

}  // namespace
}  // namespace stator::ttl
