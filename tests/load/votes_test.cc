// The vote counter: ten times the votes with ten suffixes, and with ten shards inside the store.
// All three tables have 53 partitions, so many that none is short of throughput as a whole, and a
// number at which no two of the ten suffixed keys fall into the same one.
#include "tests/load/bench_run.h"

namespace stator::bench {
namespace {

constexpr double kRate = 15'000;
constexpr int64_t kSeconds = 8;

RunOptions Votes() {
  RunOptions options;
  options.workload = "votes";
  options.records = 1'000;  // districts
  options.billing = BillingMode::kProvisioned;
  options.read_units = 38'000;
  options.write_units = 40'000;
  return options;
}

// Votes a second, once what was saved up is used.
double VotesPerSecond(const RunOptions& options) {
  BenchRun run(options);
  EXPECT_EQ(run.Partitions(), 53u);
  const RunResult result = run.Load(kRate, kSeconds);
  EXPECT_TRUE(result.partitions->Splits().empty());
  return OkPerSecond(result, 4, kSeconds);
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
