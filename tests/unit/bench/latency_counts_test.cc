#include "bench/driver/latency_counts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/support/seeded_random.h"

namespace stator::bench {
namespace {

TEST(LatencyCountsTest, KeepsThreeSignificantDigits) {
  EXPECT_EQ(ThreeSignificantDigits(0), 0);
  EXPECT_EQ(ThreeSignificantDigits(999), 999);
  EXPECT_EQ(ThreeSignificantDigits(1'000), 1'000);
  EXPECT_EQ(ThreeSignificantDigits(1'004), 1'000);
  EXPECT_EQ(ThreeSignificantDigits(1'005), 1'010);
  EXPECT_EQ(ThreeSignificantDigits(9'995), 10'000);
  EXPECT_EQ(ThreeSignificantDigits(1'234'567), 1'230'000);
}

TEST(LatencyCountsTest, PercentilesAreThoseOfTheSortedValues) {
  testing::SeededRandom random;
  SCOPED_TRACE(random.Trace());
  LatencyCounts counts;
  std::vector<int64_t> values;
  for (int i = 0; i < 5'000; ++i) {
    const int64_t value = random.Between(0, random.OneIn(10) ? 5'000'000 : 2'000);
    values.push_back(ThreeSignificantDigits(value));
    counts.Count(value);
  }
  std::sort(values.begin(), values.end());
  EXPECT_EQ(counts.PercentileMicros(50), values[2'499]);
  EXPECT_EQ(counts.PercentileMicros(99), values[4'949]);
  EXPECT_EQ(counts.PercentileMicros(99.9), values[4'994]);
  EXPECT_EQ(counts.PercentileMicros(100), values.back());
}

TEST(LatencyCountsTest, TwoPartsAddUpToTheWhole) {
  LatencyCounts whole;
  LatencyCounts parts[2];
  for (int64_t value = 0; value < 3'000; value += 7) {
    whole.Count(value);
    parts[value % 2].Count(value);
  }
  LatencyCounts sum;
  sum.Add(parts[0]);
  sum.Add(parts[1]);
  EXPECT_EQ(sum.counts(), whole.counts());
  EXPECT_EQ(sum.count(), whole.count());
  EXPECT_EQ(sum.min_micros(), whole.min_micros());
  EXPECT_EQ(sum.max_micros(), whole.max_micros());
  EXPECT_DOUBLE_EQ(sum.mean_micros(), whole.mean_micros());
}

}  // namespace
}  // namespace stator::bench
