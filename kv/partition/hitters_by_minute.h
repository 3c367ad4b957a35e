// The heaviest keys of each minute, as CloudWatch graphs them: the minute that is under way in a
// sketch (heavy_hitters.h), and of those before it, for a quarter of an hour, the heaviest ten.
// Minutes are those of the clock that the weights are counted with. Threads: none of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

#include "kv/partition/heavy_hitters.h"

namespace stator {

struct MinuteOfHitters {
  int64_t minute = 0;      // since the start of the clock
  double total = 0;        // weight of all keys together
  double error_bound = 0;  // HeavyHitters::ErrorBound
  std::vector<HeavyHitter> top;
};

class HittersByMinute {
 public:
  static constexpr int64_t kMicrosOfMinute = 60'000'000;
  static constexpr size_t kCounters = 128;
  static constexpr size_t kShown = 10;
  static constexpr int64_t kMinutes = 15;  // with the one that is under way
  // At the most; nothing before the first weight.
  static constexpr size_t kMostBytes =
      kCounters * HeavyHitters::kBytesOfCounter +
      kMinutes * (sizeof(MinuteOfHitters) +
                  kShown * (sizeof(HeavyHitter) + HeavyHitters::kKeptKeyBytes + 1));

  // weight > 0. What comes late counts for the minute that is under way.
  void Add(std::string_view key, double weight, int64_t now_micros);
  // Minutes with any weight, oldest first.
  std::vector<MinuteOfHitters> Minutes(int64_t now_micros) const;

 private:
  MinuteOfHitters Current() const;

  int64_t minute_ = 0;  // that current_ counts
  std::unique_ptr<HeavyHitters> current_;
  std::deque<MinuteOfHitters> past_;
};

}  // namespace stator
