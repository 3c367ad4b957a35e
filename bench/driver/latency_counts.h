// How often each latency was seen, in microseconds rounded to three significant digits: what an HDR
// histogram of that precision keeps, and all that a percentile needs. Debian has no such library
// for C++, and the values that occur are few, so they are counted one by one: nothing is estimated
// and no range has to be set. Threads: none of its own.
#pragma once

#include <cstdint>
#include <map>

namespace stator::bench {

class LatencyCounts {
 public:
  void Count(int64_t micros);
  void Add(const LatencyCounts& other);

  int64_t count() const { return count_; }
  // The others only where count() > 0. min, mean and max are of the latencies as they were.
  int64_t min_micros() const { return min_micros_; }
  int64_t max_micros() const { return max_micros_; }
  double mean_micros() const;
  // The smallest latency that so many percent are not above. 0 < percent <= 100.
  int64_t PercentileMicros(double percent) const;
  // Rounded latency → how often.
  const std::map<int64_t, int64_t>& counts() const { return counts_; }

 private:
  std::map<int64_t, int64_t> counts_;
  int64_t count_ = 0;
  int64_t sum_micros_ = 0;
  int64_t min_micros_ = 0;
  int64_t max_micros_ = 0;
};

// 1,234,567 → 1,230,000. Halves go up.
int64_t ThreeSignificantDigits(int64_t micros);

}  // namespace stator::bench
