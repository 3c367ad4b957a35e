#include "kv/partition/usage_history.h"

#include <gtest/gtest.h>

namespace stator {
namespace {

constexpr int64_t kSecond = 1'000'000;

TEST(UsageHistoryTest, AddsUpSecondBySecond) {
  UsageHistory history;
  history.Count(1, 5 * kSecond);
  history.Count(2, 5 * kSecond + 999'999);
  history.Count(4, 6 * kSecond);
  history.CountThrottled(7 * kSecond);
  const auto seconds = history.Seconds(7 * kSecond);
  ASSERT_EQ(seconds.size(), 3u);
  EXPECT_EQ(seconds[0].second, 5);
  EXPECT_EQ(seconds[0].units, 3);
  EXPECT_EQ(seconds[1].units, 4);
  EXPECT_EQ(seconds[2].units, 0);
  EXPECT_EQ(seconds[2].throttled, 1u);
}

TEST(UsageHistoryTest, ForgetsAfterFiveMinutes) {
  UsageHistory history;
  history.Count(1, 0);
  history.Count(2, 299 * kSecond);
  EXPECT_EQ(history.Seconds(299 * kSecond).size(), 2u);
  EXPECT_EQ(history.Seconds(300 * kSecond).size(), 1u);
  history.Count(4, 300 * kSecond);  // takes the place of second 0
  EXPECT_EQ(history.Seconds(300 * kSecond).back().units, 4);
  EXPECT_TRUE(history.Seconds(10'000 * kSecond).empty());
}

}  // namespace
}  // namespace stator
