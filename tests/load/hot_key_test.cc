// One item, one item collection, and what a split does for either.
#include <algorithm>

#include "tests/load/bench_run.h"

namespace stator::bench {
namespace {

constexpr double kLimit = 1'000;  // write units a second of a partition
constexpr double kRate = 2'000;

bool Split(const RunResult& result, const std::string& reason) {
  const std::vector<SplitState> splits = result.partitions->Splits();
  return std::any_of(splits.begin(), splits.end(),
                     [&](const SplitState& split) { return split.reason == reason; });
}

TEST(HotKeyNumbersTest, ASingleHotKeyIsHeldToTheLimitOfAPartitionAndStaysThere) {
  BenchRun run({.workload = "hot-key"});
  const RunResult result = run.Load(kRate, 120);
  // The first second has what was saved besides.
  for (int64_t second = 1; second < 120; ++second) {
    EXPECT_NEAR(OkPerSecond(result, second, second + 1), kLimit, 0.01 * kLimit) << second;
  }
  EXPECT_TRUE(result.partitions->Splits().empty());
  EXPECT_EQ(run.Partitions(), 4u);
  EXPECT_EQ(result.tally.throttles().size(), 1u);
  EXPECT_EQ(result.tally.throttles().begin()->first, "TableWriteKeyRangeThroughputExceeded");
}

TEST(HotKeyNumbersTest, AHotItemCollectionIsSplitAndPassesTheLimitAfterIt) {
  BenchRun run({.workload = "hot-collection"});
  const RunResult result = run.Load(kRate, 100);
  EXPECT_NEAR(OkPerSecond(result, 1, 60), kLimit, 0.01 * kLimit);
  ASSERT_TRUE(Split(result, "heat"));
  const double split_second = result.partitions->Splits().front().wall_seconds;
  EXPECT_GE(split_second, 60);
  EXPECT_LE(split_second, 65);
  // The split need not be even: one half may still be at its limit.
  EXPECT_GE(OkPerSecond(result, 70, 100), 1.5 * kLimit);
  EXPECT_LE(OkPerSecond(result, 70, 100), kRate);
}

TEST(HotKeyNumbersTest, SortKeysThatOnlyRiseAreNotSplit) {
  BenchRun run({.workload = "rising"});
  const RunResult result = run.Load(kRate, 100);
  EXPECT_NEAR(OkPerSecond(result, 1, 100), kLimit, 0.01 * kLimit);
  EXPECT_FALSE(Split(result, "heat"));
}

}  // namespace
}  // namespace stator::bench
