#include "kv/partition/usage_history.h"

#include <algorithm>

namespace stator {
namespace {

constexpr int64_t kMicrosOfSecond = 1'000'000;

}  // namespace

void UsageHistory::Count(double units, int64_t now_micros) { At(now_micros).units += units; }

void UsageHistory::CountThrottled(int64_t now_micros) { ++At(now_micros).throttled; }

int64_t UsageHistory::OldestSecond(int64_t now_micros) {
  return now_micros / kMicrosOfSecond - static_cast<int64_t>(kSeconds) + 1;
}

std::vector<SecondOfUse> UsageHistory::Seconds(int64_t now_micros) const {
  const int64_t oldest = OldestSecond(now_micros);
  std::vector<SecondOfUse> seconds;
  for (const SecondOfUse& entry : seconds_) {
    if (entry.second >= oldest) seconds.push_back(entry);
  }
  return seconds;
}

// Requests may come in another order than their moments were taken: what comes late counts to the
// last second.
SecondOfUse& UsageHistory::At(int64_t now_micros) {
  const int64_t second = now_micros / kMicrosOfSecond;
  if (!seconds_.empty() && seconds_.back().second >= second) return seconds_.back();
  const int64_t oldest = OldestSecond(now_micros);
  const auto kept = std::find_if(seconds_.begin(), seconds_.end(),
                                 [oldest](const SecondOfUse& s) { return s.second >= oldest; });
  seconds_.erase(seconds_.begin(), kept);
  return seconds_.emplace_back(SecondOfUse{second, 0, 0});
}

}  // namespace stator
