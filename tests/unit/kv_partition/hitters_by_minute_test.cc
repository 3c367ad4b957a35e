#include "kv/partition/hitters_by_minute.h"

#include <gtest/gtest.h>

#include <string>

namespace stator {
namespace {

constexpr int64_t kMinute = HittersByMinute::kMicrosOfMinute;

TEST(HittersByMinuteTest, ShowsNothingBeforeTheFirstWeight) {
  EXPECT_TRUE(HittersByMinute().Minutes(0).empty());
}

TEST(HittersByMinuteTest, KeepsMinutesApart) {
  HittersByMinute hitters;
  hitters.Add("a", 2, 10 * kMinute);
  hitters.Add("a", 1, 11 * kMinute - 1);
  hitters.Add("b", 5, 11 * kMinute);
  hitters.Add("c", 7, 13 * kMinute);
  const auto minutes = hitters.Minutes(13 * kMinute);
  ASSERT_EQ(minutes.size(), 3U);
  EXPECT_EQ(minutes[0].minute, 10);
  EXPECT_EQ(minutes[0].total, 3);
  ASSERT_EQ(minutes[0].top.size(), 1U);
  EXPECT_EQ(minutes[0].top[0].key, "a");
  EXPECT_EQ(minutes[1].minute, 11);
  EXPECT_EQ(minutes[1].top[0].key, "b");
  EXPECT_EQ(minutes[2].minute, 13);
  EXPECT_EQ(minutes[2].top[0].count, 7);
  EXPECT_EQ(minutes[2].top[0].error, 0) << "each minute has a sketch of its own";
}

TEST(HittersByMinuteTest, ForgetsAfterAQuarterOfAnHour) {
  HittersByMinute hitters;
  for (int64_t minute = 0; minute < 40; ++minute) hitters.Add("k", 1, minute * kMinute);
  const auto minutes = hitters.Minutes(39 * kMinute);
  ASSERT_EQ(minutes.size(), 15U);
  EXPECT_EQ(minutes.front().minute, 25);
  EXPECT_EQ(minutes.back().minute, 39);
  EXPECT_EQ(hitters.Minutes(44 * kMinute).size(), 10U) << "also while nothing comes";
  EXPECT_TRUE(hitters.Minutes(54 * kMinute).empty());
}

TEST(HittersByMinuteTest, WhatComesLateCountsForTheMinuteUnderWay) {
  HittersByMinute hitters;
  hitters.Add("k", 1, 5 * kMinute);
  hitters.Add("k", 1, 5 * kMinute - 1);
  const auto minutes = hitters.Minutes(5 * kMinute);
  ASSERT_EQ(minutes.size(), 1U);
  EXPECT_EQ(minutes[0].total, 2);
}

TEST(HittersByMinuteTest, OfAPastMinuteTheTenHeaviestAreKept) {
  HittersByMinute hitters;
  for (int key = 0; key < 30; ++key) hitters.Add(std::to_string(key), 1 + key, 0);
  hitters.Add("next", 1, kMinute);
  const auto minutes = hitters.Minutes(kMinute);
  ASSERT_EQ(minutes.size(), 2U);
  ASSERT_EQ(minutes[0].top.size(), HittersByMinute::kShown);
  EXPECT_EQ(minutes[0].top.front().key, "29");
  EXPECT_EQ(minutes[0].top.back().key, "20");
  EXPECT_EQ(minutes[0].total, 465);
}

// docs/insights.md states it.
TEST(HittersByMinuteTest, TakesLessThanAHundredThousandBytes) {
  static_assert(HittersByMinute::kMostBytes < 100'000);
}

}  // namespace
}  // namespace stator
