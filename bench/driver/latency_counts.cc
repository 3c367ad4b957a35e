#include "bench/driver/latency_counts.h"

#include <algorithm>
#include <cmath>

namespace stator::bench {

int64_t ThreeSignificantDigits(int64_t micros) {
  int64_t unit = 1;
  while (micros / unit >= 1'000) unit *= 10;
  return (micros + unit / 2) / unit * unit;
}

void LatencyCounts::Count(int64_t micros) {
  micros = std::max<int64_t>(micros, 0);
  ++counts_[ThreeSignificantDigits(micros)];
  min_micros_ = count_ == 0 ? micros : std::min(min_micros_, micros);
  max_micros_ = std::max(max_micros_, micros);
  sum_micros_ += micros;
  ++count_;
}

void LatencyCounts::Add(const LatencyCounts& other) {
  if (other.count_ == 0) return;
  for (const auto& [micros, count] : other.counts_) counts_[micros] += count;
  min_micros_ = count_ == 0 ? other.min_micros_ : std::min(min_micros_, other.min_micros_);
  max_micros_ = std::max(max_micros_, other.max_micros_);
  sum_micros_ += other.sum_micros_;
  count_ += other.count_;
}

double LatencyCounts::mean_micros() const {
  return static_cast<double>(sum_micros_) / static_cast<double>(count_);
}

int64_t LatencyCounts::PercentileMicros(double percent) const {
  const auto wanted = static_cast<int64_t>(std::ceil(static_cast<double>(count_) * percent / 100));
  int64_t seen = 0;
  for (const auto& [micros, count] : counts_) {
    seen += count;
    if (seen >= wanted) return micros;
  }
  return counts_.empty() ? 0 : counts_.rbegin()->first;
}

}  // namespace stator::bench
