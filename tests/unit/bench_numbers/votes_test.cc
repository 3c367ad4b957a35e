// The vote counter: ten times the votes with ten suffixes, and with ten shards inside the store.
// All three tables have 40 partitions, so that none is short of throughput as a whole.
#include "tests/unit/bench_numbers/bench_run.h"

namespace stator::bench {
namespace {

constexpr double kRate = 15'000;
constexpr int64_t kSeconds = 20;

RunOptions Votes() {
  RunOptions options;
  options.workload = "votes";
  options.records = 1'000;  // districts
  options.billing = BillingMode::kProvisioned;
  options.read_units = 40'000;
  options.write_units = 40'000;
  return options;
}

// A second of votes, the first one with what was saved left out.
double VotesPerSecond(const RunOptions& options) {
  BenchRun run(options);
  EXPECT_EQ(run.Partitions(), 40u);
  const RunResult result = run.Load(kRate, kSeconds);
  EXPECT_TRUE(result.partitions->Splits().empty());
  return OkPerSecond(result, 1, kSeconds);
}

TEST(VotesNumbersTest, TenSuffixesAndTenShardsTakeTenTimesTheVotes) {
  const double plain = VotesPerSecond(Votes());
  EXPECT_NEAR(plain, 1'000, 10);

  RunOptions with_suffixes = Votes();
  with_suffixes.suffixes = 10;
  EXPECT_NEAR(VotesPerSecond(with_suffixes) / plain, 10, 0.3);

  RunOptions with_shards = Votes();
  with_shards.write_shards = 10;
  EXPECT_NEAR(VotesPerSecond(with_shards) / plain, 10, 0.3);
}

}  // namespace
}  // namespace stator::bench
