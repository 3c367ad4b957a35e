// Zipf's law over a fixed number of ranks: rank r (0 is the most popular) has a share proportional
// to 1 / (r + 1)^exponent. From a table of cumulated shares, so it is exact for every exponent (0:
// all alike); the usual closed form holds below 1 only. Eight bytes a rank. Threads: any.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/driver/random.h"

namespace stator::bench {

class RankTable {
 public:
  // ranks > 0, exponent >= 0.
  RankTable(int64_t ranks, double exponent);
  int64_t Draw(Random* random) const;

 private:
  std::vector<double> cumulated_;
};

}  // namespace stator::bench
