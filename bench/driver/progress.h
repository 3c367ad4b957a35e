// Lines that tell how a run gets on. Threads: Count may be called by any, Report by one.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdio>

#include "bench/driver/target.h"

namespace stator::bench {

class Progress {
 public:
  // Null: says nothing.
  explicit Progress(std::FILE* file) : file_(file) {}

  void Count(Outcome::Kind kind) {
    counts_[static_cast<size_t>(kind)].fetch_add(1, std::memory_order_relaxed);
  }
  // What came since the last line. seconds: since the beginning of the measured part; before it
  // (below 0.5) the warm-up is meant, and nothing was counted.
  void Report(double seconds);

 private:
  static constexpr size_t kKinds = 3;
  std::FILE* const file_;
  std::atomic<int64_t> counts_[kKinds] = {};
  int64_t reported_[kKinds] = {};
};

}  // namespace stator::bench
