#include "kv/partition/hitters_by_minute.h"

#include <utility>

namespace stator {

void HittersByMinute::Add(std::string_view key, double weight, int64_t now_micros) {
  const int64_t minute = now_micros / kMicrosOfMinute;
  if (current_ == nullptr) {
    current_ = std::make_unique<HeavyHitters>(kCounters);
    minute_ = minute;
  }
  if (minute > minute_) {
    past_.push_back(Current());
    current_->Clear();
    minute_ = minute;
    while (!past_.empty() && past_.front().minute + kMinutes <= minute) past_.pop_front();
  }
  current_->Add(key, weight);
}

std::vector<MinuteOfHitters> HittersByMinute::Minutes(int64_t now_micros) const {
  const int64_t oldest = now_micros / kMicrosOfMinute - kMinutes + 1;
  std::vector<MinuteOfHitters> minutes;
  for (const MinuteOfHitters& past : past_) {
    if (past.minute >= oldest) minutes.push_back(past);
  }
  if (current_ != nullptr && minute_ >= oldest) minutes.push_back(Current());
  return minutes;
}

MinuteOfHitters HittersByMinute::Current() const {
  return {minute_, current_->total(), current_->ErrorBound(), current_->Top(kShown)};
}

}  // namespace stator
