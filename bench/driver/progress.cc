#include "bench/driver/progress.h"

namespace stator::bench {

void Progress::Report(double seconds) {
  if (file_ == nullptr) return;
  int64_t since[kKinds] = {};
  for (size_t kind = 0; kind < kKinds; ++kind) {
    const int64_t now = counts_[kind].load(std::memory_order_relaxed);
    since[kind] = now - reported_[kind];
    reported_[kind] = now;
  }
  std::fprintf(file_, "%7.0f s  %8lld ok  %8lld throttled  %6lld failed\n", seconds,
               static_cast<long long>(since[0]), static_cast<long long>(since[1]),
               static_cast<long long>(since[2]));
}

}  // namespace stator::bench
