#include "bench/driver/rank_table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace stator::bench {
namespace {

constexpr int kDraws = 200'000;

std::vector<double> Shares(int64_t ranks, double exponent) {
  const RankTable table(ranks, exponent);
  std::vector<double> shares(static_cast<size_t>(ranks));
  for (int64_t i = 0; i < kDraws; ++i) {
    Random random(7, i);
    shares.at(static_cast<size_t>(table.Draw(&random))) += 1.0 / kDraws;
  }
  return shares;
}

TEST(RankTableTest, SharesFallAsTheExponentSays) {
  for (const double exponent : {0.5, 0.99, 1.0, 1.5}) {
    const std::vector<double> shares = Shares(100, exponent);
    EXPECT_NEAR(shares[0] / shares[9], std::pow(10, exponent), 0.1 * std::pow(10, exponent))
        << exponent;
    EXPECT_NEAR(shares[0] / shares[1], std::pow(2, exponent), 0.1 * std::pow(2, exponent))
        << exponent;
  }
}

TEST(RankTableTest, WithExponentZeroAllAreAlike) {
  for (const double share : Shares(10, 0)) EXPECT_NEAR(share, 0.1, 0.005);
}

TEST(RankTableTest, OneRankIsAlwaysDrawn) { EXPECT_NEAR(Shares(1, 0.99)[0], 1, 1e-6); }

TEST(RandomTest, AnOperationHasItsOwnNumbersAndTheSameEachTime) {
  EXPECT_EQ(Random(1, 5).Next64(), Random(1, 5).Next64());
  EXPECT_NE(Random(1, 5).Next64(), Random(1, 6).Next64());
  EXPECT_NE(Random(1, 5).Next64(), Random(2, 5).Next64());
  Random random(1, 5);
  const std::string text = random.Text(25);
  EXPECT_EQ(text.size(), 25u);
  EXPECT_NE(text.substr(0, 10), text.substr(10, 10));
}

}  // namespace
}  // namespace stator::bench
