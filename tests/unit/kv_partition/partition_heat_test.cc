#include "kv/partition/partition_heat.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace stator {
namespace {

constexpr int64_t kSecond = 1'000'000;

std::string Key(char collection, int sort_key) {
  return std::string(8, collection) + "pk" + std::to_string(100'000 + sort_key);
}

// `seconds` of requests, so many a second, with keys from `key`.
void Load(PartitionHeat* heat, int seconds, int per_second,
          const std::function<std::string(int)>& key) {
  static int64_t second = 0;
  second += 1'000;  // far from the last load
  int n = 0;
  for (int s = 0; s < seconds; ++s, ++second) {
    for (int i = 0; i < per_second; ++i) heat->Count(key(n++), 1, second * kSecond);
  }
  heat->Count(key(n), 0, second * kSecond);  // ends the last second
}

bool HotAfter(int seconds, int per_second) {
  PartitionHeat heat(1'000);
  int64_t second = 5;
  for (int s = 0; s < seconds; ++s, ++second) {
    for (int i = 0; i < per_second; ++i) heat.Count("k", 1, second * kSecond);
  }
  return heat.IsHot(second * kSecond);
}

TEST(PartitionHeatTest, IsHotAfterAMinuteNearTheLimit) {
  EXPECT_TRUE(HotAfter(61, 800));
  EXPECT_FALSE(HotAfter(30, 1'000));
  EXPECT_FALSE(HotAfter(200, 799));
}

TEST(PartitionHeatTest, ASecondWithoutRequestsEndsTheHeat) {
  PartitionHeat heat(10);
  for (int64_t second = 1; second <= 100; ++second) {
    if (second % 50 == 0) continue;
    for (int i = 0; i < 10; ++i) heat.Count("k", 1, second * kSecond);
    EXPECT_FALSE(heat.IsHot(second * kSecond)) << second;
  }
}

TEST(PartitionHeatTest, SplitsBetweenCollectionsAtAHash) {
  PartitionHeat heat(1'000);
  Load(&heat, 2, 1'000, [](int n) { return Key(n % 2 == 0 ? 'a' : 'b', 5); });
  const auto boundary = heat.SplitPoint(true);
  ASSERT_TRUE(boundary);
  EXPECT_EQ(boundary->size(), 8u);
  EXPECT_GT(*boundary, std::string(8, 'a'));
  EXPECT_LE(*boundary, std::string(8, 'b'));
}

// Cut at the next sampled neighbour, a hot key among cold ones was cut from one after the other,
// and each cut closed a shard of the stream.
TEST(PartitionHeatTest, AKeyWithMostOfTheLoadIsCutOffAtOnce) {
  const auto scattered = [](int n) { return std::string(8, static_cast<char>('b' + n * 7 % 20)); };
  for (const char hot : {'a', 'm', 'z'}) {  // before, among and behind the others
    PartitionHeat heat(1'000);
    Load(&heat, 2, 1'000, [&](int n) { return n % 5 == 0 ? scattered(n) : std::string(8, hot); });
    std::string behind(8, hot);
    ++behind.back();
    EXPECT_THAT(heat.SplitPoint(false), testing::AnyOf(std::string(8, hot), behind)) << hot;
  }
  PartitionHeat heat(1'000);
  Load(&heat, 2, 1'000, [](int n) { return Key('a', n % 5 == 0 ? n * 37 % 64 : 30); });
  EXPECT_THAT(heat.SplitPoint(false), testing::AnyOf(Key('a', 30), Key('a', 30) + '\0'));
}

TEST(PartitionHeatTest, SplitsACollectionAtAKeyInTheMiddleOfTheLoad) {
  PartitionHeat heat(1'000);
  const auto shuffled = [](int n) { return Key('a', n * 37 % 64); };
  Load(&heat, 2, 1'000, shuffled);
  const auto boundary = heat.SplitPoint(false);
  ASSERT_TRUE(boundary);
  EXPECT_GE(*boundary, Key('a', 20));
  EXPECT_LE(*boundary, Key('a', 44));
  EXPECT_EQ(heat.SplitPoint(true), std::nullopt);
}

TEST(PartitionHeatTest, NeverSplitsASingleKeyOrASequence) {
  PartitionHeat single(1'000);
  Load(&single, 2, 1'000, [](int) { return Key('a', 1); });
  EXPECT_EQ(single.SplitPoint(false), std::nullopt);
  PartitionHeat rising(1'000);
  Load(&rising, 2, 1'000, [](int n) { return Key('a', n); });
  EXPECT_EQ(rising.SplitPoint(false), std::nullopt);
  PartitionHeat falling(1'000);
  Load(&falling, 2, 1'000, [](int n) { return Key('a', 10'000 - n); });
  EXPECT_EQ(falling.SplitPoint(false), std::nullopt);
}

TEST(PartitionHeatTest, KnowsTooLittleAtFirst) {
  PartitionHeat heat(1'000);
  Load(&heat, 1, 15, [](int n) { return Key(n % 2 == 0 ? 'a' : 'b', n); });
  EXPECT_EQ(heat.SplitPoint(false), std::nullopt);
}

}  // namespace
}  // namespace stator
