#include "bench/driver/rank_table.h"

#include <algorithm>
#include <cmath>

namespace stator::bench {

RankTable::RankTable(int64_t ranks, double exponent) {
  cumulated_.reserve(static_cast<size_t>(ranks));
  double sum = 0;
  for (int64_t rank = 0; rank < ranks; ++rank) {
    sum += std::pow(static_cast<double>(rank + 1), -exponent);
    cumulated_.push_back(sum);
  }
}

int64_t RankTable::Draw(Random* random) const {
  const double point = random->Share() * cumulated_.back();
  const auto it = std::upper_bound(cumulated_.begin(), cumulated_.end(), point);
  return std::min(it - cumulated_.begin(), std::ssize(cumulated_) - 1);
}

}  // namespace stator::bench
