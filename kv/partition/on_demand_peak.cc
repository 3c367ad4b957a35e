#include "kv/partition/on_demand_peak.h"

#include <algorithm>

namespace stator {
namespace {

constexpr int64_t kMinuteMicros = 60'000'000;
constexpr int64_t kSettlingMicros = 30 * kMinuteMicros;

}  // namespace

void OnDemandPeak::Count(double units, int64_t now_micros) {
  EndMinutes(now_micros);
  minute_units_ += units;
}

double OnDemandPeak::Allowed(int64_t now_micros) {
  EndMinutes(now_micros);
  if (coming_peak_ > 0 && now_micros - coming_since_micros_ >= kSettlingMicros) {
    previous_peak_ = coming_peak_;
    coming_peak_ = 0;
  }
  return 2 * previous_peak_;
}

void OnDemandPeak::Warm(double at_once) { previous_peak_ = std::max(previous_peak_, at_once / 2); }

void OnDemandPeak::EndMinutes(int64_t now_micros) {
  if (now_micros - minute_start_micros_ < kMinuteMicros) return;
  const double average = minute_units_ / 60;
  if (average > std::max(previous_peak_, coming_peak_)) {
    // A peak that grows while it settles does not start its half hour anew.
    if (coming_peak_ == 0) coming_since_micros_ = minute_start_micros_ + kMinuteMicros;
    coming_peak_ = average;
  }
  minute_units_ = 0;
  // After a pause minutes are counted from the first request on.
  const bool paused = now_micros - minute_start_micros_ >= 2 * kMinuteMicros;
  minute_start_micros_ = paused ? now_micros : minute_start_micros_ + kMinuteMicros;
}

}  // namespace stator
