// The promises of the sketch, against exact counts.
#include "kv/partition/heavy_hitters.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/support/seeded_random.h"

namespace stator {
namespace {

using Exact = std::map<std::string, double>;

// What heavy_hitters.h says of any stream.
void ExpectPromises(const HeavyHitters& sketch, const Exact& exact, size_t counters) {
  double total = 0;
  for (const auto& [key, weight] : exact) total += weight;
  EXPECT_DOUBLE_EQ(sketch.total(), total);
  const double bound = sketch.ErrorBound();
  EXPECT_LE(bound, total / static_cast<double>(counters) * (1 + 1e-9));
  const std::vector<HeavyHitter> all = sketch.Top(counters);
  EXPECT_EQ(all.size(), std::min(counters, exact.size()));
  std::map<std::string, double> counted;
  double sum = 0;
  for (const HeavyHitter& hitter : all) {
    ASSERT_EQ(exact.count(hitter.key), 1U) << hitter.key;
    const double weight = exact.at(hitter.key);
    EXPECT_LE(weight, hitter.count + 1e-6) << hitter.key;
    EXPECT_GE(weight, hitter.count - hitter.error - 1e-6) << hitter.key;
    EXPECT_LE(hitter.error, bound) << hitter.key;
    EXPECT_TRUE(counted.emplace(hitter.key, hitter.count).second) << hitter.key << " twice";
    sum += hitter.count;
  }
  EXPECT_NEAR(sum, total, 1e-6 * total) << "all weight is in some counter";
  for (const auto& [key, weight] : exact) {
    if (weight <= bound + 1e-6) continue;
    EXPECT_EQ(counted.count(key), 1U) << key << " " << weight;
  }
}

TEST(HeavyHittersTest, CountsExactlyWhileEveryKeyHasACounter) {
  HeavyHitters sketch(4);
  for (const char* key : {"a", "b", "a", "c", "a", "b"}) sketch.Add(key, 1);
  EXPECT_EQ(sketch.ErrorBound(), 0);
  const auto top = sketch.Top(2);
  ASSERT_EQ(top.size(), 2U);
  EXPECT_EQ(top[0].key, "a");
  EXPECT_EQ(top[0].count, 3);
  EXPECT_EQ(top[0].error, 0);
  EXPECT_EQ(top[1].key, "b");
  EXPECT_EQ(top[1].count, 2);
}

TEST(HeavyHittersTest, ANewKeyTakesOverTheLightestCounter) {
  HeavyHitters sketch(2);
  sketch.Add("heavy", 10);
  sketch.Add("light", 3);
  sketch.Add("new", 0.5);
  const auto top = sketch.Top(10);
  ASSERT_EQ(top.size(), 2U);
  EXPECT_EQ(top[0].key, "heavy");
  EXPECT_EQ(top[0].error, 0);
  EXPECT_EQ(top[1].key, "new");
  EXPECT_EQ(top[1].count, 3.5);
  EXPECT_EQ(top[1].error, 3);
  EXPECT_EQ(sketch.ErrorBound(), 3.5);
  EXPECT_EQ(sketch.total(), 13.5);
}

TEST(HeavyHittersTest, OfALongKeyTheBeginningIsKeptAndTheWholeIsCounted) {
  HeavyHitters sketch(8);
  const std::string beginning(2'000, 'k');
  sketch.Add(beginning + "1", 2);
  sketch.Add(beginning + "2", 1);
  sketch.Add(beginning + "1", 2);
  const std::string kept(HeavyHitters::kKeptKeyBytes, 'k');
  sketch.Add(kept, 1);
  const auto top = sketch.Top(8);
  ASSERT_EQ(top.size(), 3U);
  EXPECT_EQ(top[0].count, 4);
  for (const HeavyHitter& hitter : top) EXPECT_EQ(hitter.key, kept);
  EXPECT_TRUE(top[0].cut);
  EXPECT_NE(top[0].key_hash, top[1].key_hash);
  EXPECT_EQ(std::count_if(top.begin(), top.end(), [](const auto& one) { return one.cut; }), 2)
      << "the one that fits is whole";
}

TEST(HeavyHittersTest, ForgetsEverythingWhenCleared) {
  HeavyHitters sketch(3);
  for (int i = 0; i < 50; ++i) sketch.Add(std::to_string(i), 1);
  sketch.Clear();
  EXPECT_EQ(sketch.total(), 0);
  EXPECT_EQ(sketch.ErrorBound(), 0);
  EXPECT_TRUE(sketch.Top(3).empty());
  sketch.Add("7", 2);
  ASSERT_EQ(sketch.Top(3).size(), 1U);
  EXPECT_EQ(sketch.Top(3)[0].count, 2);
  EXPECT_EQ(sketch.Top(3)[0].error, 0);
}

// Keys by a zipfian law over a universe much larger than the sketch.
TEST(HeavyHittersTest, HoldsItsBoundOnZipfianStreams) {
  constexpr size_t kCounters = 128;
  constexpr int kKeys = 5'000;
  for (const double exponent : {0.0, 0.6, 0.99, 1.5}) {
    SCOPED_TRACE(exponent);
    std::vector<double> odds;
    for (int i = 1; i <= kKeys; ++i) odds.push_back(std::pow(i, -exponent));
    std::discrete_distribution<int> pick(odds.begin(), odds.end());
    std::mt19937_64 random(17);
    HeavyHitters sketch(kCounters);
    Exact exact;
    for (int i = 0; i < 60'000; ++i) {
      const std::string key = "key#" + std::to_string(pick(random));
      sketch.Add(key, 1);
      exact[key] += 1;
    }
    ExpectPromises(sketch, exact, kCounters);
    if (exponent < 0.99) continue;
    const auto top = sketch.Top(10);
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(top[static_cast<size_t>(i)].key, "key#" + std::to_string(i));
    }
  }
}

// Any sizes, any weights: the promises hold after each of many prefixes of the stream.
TEST(HeavyHittersTest, HoldsItsPromisesOnRandomStreams) {
  testing::SeededRandom random;
  SCOPED_TRACE(random.Trace());
  const auto below = [&](uint64_t limit) { return random.Next64() % limit; };
  for (int round = 0; round < 60; ++round) {
    const size_t counters = 1 + below(40);
    const uint64_t keys = 1 + below(200);
    HeavyHitters sketch(counters);
    Exact exact;
    const int steps = static_cast<int>(1 + below(600));
    for (int i = 0; i < steps; ++i) {
      // Rising keys in some rounds: the worst case, in which each one takes over a counter.
      const uint64_t key = round % 4 == 0 ? static_cast<uint64_t>(i) % (keys + 40) : below(keys);
      const double weight = 0.5 * static_cast<double>(1 + below(9));
      sketch.Add(std::to_string(key), weight);
      exact[std::to_string(key)] += weight;
      if (i % 97 == 0) ExpectPromises(sketch, exact, counters);
    }
    ExpectPromises(sketch, exact, counters);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace stator
