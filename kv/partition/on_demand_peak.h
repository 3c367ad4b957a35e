// How far an on-demand table or index may go: twice its previous peak at once. A peak becomes the
// previous one when it has been there for 30 minutes, and never falls.
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html)
// A peak is measured as the units of one minute. Threads: none of its own.
#pragma once

#include <cstdint>

namespace stator {

class OnDemandPeak {
 public:
  // `at_once`: units a second that it serves from the start.
  OnDemandPeak(double at_once, int64_t now_micros)
      : previous_peak_(at_once / 2), minute_start_micros_(now_micros) {}

  void Count(double units, int64_t now_micros);
  // Units a second.
  double Allowed(int64_t now_micros);
  // Raises what it serves at once: warm throughput.
  void Warm(double at_once);

 private:
  void EndMinutes(int64_t now_micros);

  double previous_peak_;
  double coming_peak_ = 0;  // above the previous one, and not 30 minutes old; 0: none
  int64_t coming_since_micros_ = 0;
  int64_t minute_start_micros_;
  double minute_units_ = 0;
};

}  // namespace stator
