// What one partition was asked for, second by second, over the last five minutes. Threads: none of
// its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace stator {

struct SecondOfUse {
  int64_t second = 0;      // of the clock that the units were counted with
  double units = 0;        // consumed
  uint32_t throttled = 0;  // requests that were refused
};

class UsageHistory {
 public:
  static constexpr size_t kSeconds = 300;

  void Count(double units, int64_t now_micros);
  void CountThrottled(int64_t now_micros);
  // Seconds with any use, oldest first, none older than kSeconds.
  std::vector<SecondOfUse> Seconds(int64_t now_micros) const;
  // The first second that is not too old.
  static int64_t OldestSecond(int64_t now_micros);

 private:
  SecondOfUse& At(int64_t now_micros);

  std::vector<SecondOfUse> seconds_;  // those with any use, rising
};

}  // namespace stator
