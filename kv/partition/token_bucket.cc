#include "kv/partition/token_bucket.h"

#include <algorithm>

namespace stator {

void TokenBucket::Change(double units_per_second, double capacity_units, int64_t now_micros) {
  if (!limited_) {
    *this = TokenBucket(units_per_second, capacity_units, now_micros);
    return;
  }
  Fill(now_micros);
  rate_ = units_per_second;
  capacity_ = capacity_units;
  units_ = std::min(units_, capacity_);
}

bool TokenBucket::Admits(int64_t now_micros) {
  if (!limited_) return true;
  Fill(now_micros);
  return units_ > 0;
}

void TokenBucket::Take(double units, int64_t now_micros) {
  if (!limited_) return;
  Fill(now_micros);
  units_ -= units;
}

double TokenBucket::Left(int64_t now_micros) {
  if (limited_) Fill(now_micros);
  return units_;
}

void TokenBucket::Fill(int64_t now_micros) {
  // Threads may bring their times out of order.
  if (now_micros <= filled_micros_) return;
  const double seconds = static_cast<double>(now_micros - filled_micros_) / 1e6;
  units_ = std::min(capacity_, units_ + rate_ * seconds);
  filled_micros_ = now_micros;
}

}  // namespace stator
