// What a whole table may take: the burst of a provisioned one, and how an on-demand one grows.
#include "tests/load/bench_run.h"

namespace stator::bench {
namespace {

TEST(ThroughputNumbersTest, ThreeHundredSecondsOfUnusedUnitsAreABurstThenItThrottles) {
  RunOptions options;
  options.workload = "uniform";
  options.read_share = 0;
  options.fields = 1;  // an update is one unit
  options.billing = BillingMode::kProvisioned;
  options.read_units = 100;
  options.write_units = 100;
  BenchRun run(options);
  // 30,000 saved units; each second uses 600 and brings 100: enough for 60 seconds.
  const RunResult burst = run.Load(600, 90);
  EXPECT_NEAR(OkPerSecond(burst, 0, 59), 600, 1);
  EXPECT_NEAR(OkPerSecond(burst, 62, 90), 100, 2);
  EXPECT_EQ(burst.tally.throttles().size(), 1u);
  EXPECT_EQ(burst.tally.throttles().begin()->first, "TableWriteProvisionedThroughputExceeded");
  EXPECT_NEAR(burst.tally.write_units(), 30'000 + 90 * 100, 200);

  // What is not used is saved anew, and never more than 300 seconds of it.
  run.Rest(3'600);
  const RunResult again = run.Load(600, 90);
  EXPECT_NEAR(again.tally.write_units(), 30'000 + 90 * 100, 200);
}

// Updates of 16 KB, so that thousands of units a second are a few hundred calls.
constexpr double kUnits = 16;

class OnDemandNumbersTest : public testing::Test {
 protected:
  static RunOptions Options() {
    RunOptions options;
    options.workload = "uniform";
    options.read_share = 0;
    options.records = 500;
    options.fields = 1;
    options.field_bytes = 16'000;
    return options;
  }
  // Units a second that are let in when more is asked for, once what was saved up is used.
  double Measured(double asked, int64_t seconds) {
    return UnitsPerSecond(run_.Load(asked / kUnits, static_cast<double>(seconds)), 4, seconds);
  }
  // Half an hour later; the next request brings the growth about.
  void Settle() {
    run_.Rest(31 * 60);
    Measured(160, 2);
  }

  BenchRun run_{Options()};
};

TEST_F(OnDemandNumbersTest, GrowsFromFourToEightToSixteenThousand) {
  // A peak is the average of a whole minute, wherever that begins.
  EXPECT_NEAR(Measured(6'000, 130), 4'000, 80);
  EXPECT_NEAR(Measured(6'000, 10), 4'000, 80);  // the peak was a moment ago
  Settle();
  EXPECT_GE(run_.Partitions(), 8u);
  EXPECT_NEAR(Measured(12'000, 130), 8'000, 240);
  Settle();
  EXPECT_GE(run_.Partitions(), 16u);
  EXPECT_NEAR(Measured(24'000, 20), 16'000, 800);
}

}  // namespace
}  // namespace stator::bench
