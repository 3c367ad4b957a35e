#include "api/ops/decrease_limit.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <string>

#include "api/ops/table_description.h"
#include "api/ops/table_errors.h"

namespace stator::api {
namespace {

constexpr int64_t kFreeDecreases = 4;
constexpr int64_t kPauseSeconds = 3600;
constexpr int64_t kSecondsPerDay = 86'400;

// "Friday, October 9, 2026 at 12:21:34 AM Coordinated Universal Time", as Java's full format has
// it.
std::string FullDateText(int64_t seconds) {
  constexpr std::array<const char*, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                "Thursday", "Friday", "Saturday"};
  constexpr std::array<const char*, 12> kMonths = {"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  const auto hour = clock.hours().count();
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(),
                "%s, %s %u, %d at %d:%02d:%02d %s Coordinated Universal Time",
                kDays[std::chrono::weekday(day).c_encoding()],
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<unsigned>(date.day()),
                static_cast<int>(date.year()), static_cast<int>(hour % 12 == 0 ? 12 : hour % 12),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()), hour < 12 ? "AM" : "PM");
  return text.data();
}

}  // namespace

Status CheckDecreaseAllowed(const ProvisionedThroughput& throughput, int64_t now_seconds) {
  const int64_t today = DecreasesToday(throughput, now_seconds);
  if (today < kFreeDecreases) return OkStatus();
  const int64_t last = throughput.last_decrease_seconds;
  const int64_t midnight = (last / kSecondsPerDay + 1) * kSecondsPerDay;
  const int64_t next = std::min(last + kPauseSeconds, midnight);
  if (now_seconds >= next) return OkStatus();
  return OverSubscriberLimit(
      "Provisioned throughput decreases are limited within a given UTC day. After the first 4 "
      "decreases, each subsequent decrease in the same UTC day can be performed at most once every "
      "3600 seconds. Number of decreases today: " +
      std::to_string(today) + ". Last decrease at " + FullDateText(last) +
      ". Next decrease can be made at " + FullDateText(next));
}

}  // namespace stator::api
