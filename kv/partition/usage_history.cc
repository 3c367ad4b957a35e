#include "kv/partition/usage_history.h"

#include <algorithm>

namespace stator {
namespace {

constexpr int64_t kMicrosOfSecond = 1'000'000;

}  // namespace

void UsageHistory::Count(double units, int64_t now_micros) { At(now_micros).units += units; }

void UsageHistory::CountThrottled(int64_t now_micros) { ++At(now_micros).throttled; }

std::vector<SecondOfUse> UsageHistory::Seconds(int64_t now_micros) const {
  const int64_t oldest = now_micros / kMicrosOfSecond - static_cast<int64_t>(kSeconds) + 1;
  std::vector<SecondOfUse> seconds;
  for (const SecondOfUse& entry : ring_) {
    if (entry.second >= oldest && (entry.units > 0 || entry.throttled > 0)) {
      seconds.push_back(entry);
    }
  }
  std::sort(seconds.begin(), seconds.end(),
            [](const SecondOfUse& a, const SecondOfUse& b) { return a.second < b.second; });
  return seconds;
}

SecondOfUse& UsageHistory::At(int64_t now_micros) {
  if (ring_.empty()) ring_.resize(kSeconds);  // most partitions of most tables are never used
  const int64_t second = now_micros / kMicrosOfSecond;
  SecondOfUse& entry = ring_[static_cast<size_t>(second) % kSeconds];
  if (entry.second != second) entry = {second, 0, 0};
  return entry;
}

}  // namespace stator
