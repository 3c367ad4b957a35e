#include "api/iam/instant.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace stator::api::iam {

namespace {

// Takes exactly `count` digits from the front.
std::optional<int> TakeDigits(size_t count, std::string_view* text) {
  if (text->size() < count) return std::nullopt;
  int value = 0;
  for (size_t i = 0; i < count; ++i) {
    const char c = (*text)[i];
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text->remove_prefix(count);
  return value;
}

bool Take(char expected, std::string_view* text) {
  if (text->empty() || text->front() != expected) return false;
  text->remove_prefix(1);
  return true;
}

// Behind the point: at least one digit.
std::optional<int32_t> TakeFraction(std::string_view* text) {
  int32_t nanos = 0;
  int digits = 0;
  for (; !text->empty() && text->front() >= '0' && text->front() <= '9'; text->remove_prefix(1)) {
    if (digits++ < 9) nanos = nanos * 10 + (text->front() - '0');
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 9; ++digits) nanos *= 10;
  return nanos;
}

// "Z", or "+hh:mm": how many seconds to take off.
std::optional<int> TakeZone(std::string_view* text) {
  if (Take('Z', text)) return 0;
  const int sign = Take('+', text) ? 1 : Take('-', text) ? -1 : 0;
  if (sign == 0) return std::nullopt;
  const auto hours = TakeDigits(2, text);
  if (!hours || *hours > 23 || !Take(':', text)) return std::nullopt;
  const auto minutes = TakeDigits(2, text);
  if (!minutes || *minutes > 59) return std::nullopt;
  return sign * (*hours * 3600 + *minutes * 60);
}

// "hh:mm", "hh:mm:ss" or "hh:mm:ss.s", and the zone, up to the end of the text.
std::optional<Instant> TakeTime(int64_t day_seconds, std::string_view text) {
  Instant instant{day_seconds, 0};
  const auto hours = TakeDigits(2, &text);
  if (!hours || *hours > 23 || !Take(':', &text)) return std::nullopt;
  const auto minutes = TakeDigits(2, &text);
  if (!minutes || *minutes > 59) return std::nullopt;
  instant.seconds += *hours * 3600 + *minutes * 60;
  if (Take(':', &text)) {
    const auto seconds = TakeDigits(2, &text);
    if (!seconds || *seconds > 59) return std::nullopt;
    instant.seconds += *seconds;
    if (Take('.', &text)) {
      const auto nanos = TakeFraction(&text);
      if (!nanos) return std::nullopt;
      instant.nanos = *nanos;
    }
  }
  const auto zone = TakeZone(&text);
  if (!zone || !text.empty()) return std::nullopt;
  instant.seconds -= *zone;
  return instant;
}

std::optional<Instant> ParseDate(std::string_view text) {
  const auto year = TakeDigits(4, &text);
  int month = 1, day = 1;
  if (!year) return std::nullopt;
  if (Take('-', &text)) {
    const auto given_month = TakeDigits(2, &text);
    if (!given_month) return std::nullopt;
    month = *given_month;
    if (Take('-', &text)) {
      const auto given_day = TakeDigits(2, &text);
      if (!given_day) return std::nullopt;
      day = *given_day;
    } else if (!text.empty()) {
      return std::nullopt;
    }
  }
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  const int64_t seconds = std::chrono::sys_days(date).time_since_epoch().count() * int64_t{86'400};
  if (text.empty()) return Instant{seconds, 0};
  if (!Take('T', &text)) return std::nullopt;
  return TakeTime(seconds, text);
}

}  // namespace

std::optional<Instant> ParseInstant(std::string_view text) {
  if (text.size() != 4) {
    int64_t seconds = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, seconds);
    if (error == std::errc() && stop == end) return Instant{seconds, 0};
  }
  return ParseDate(text);
}

size_t WriteInstant(int64_t seconds, char out[kInstantTextBytes]) {
  constexpr int64_t kYear0 = -62'167'219'200, kYear10000 = 253'402'300'800;
  if (seconds < kYear0 || seconds >= kYear10000) {
    return static_cast<size_t>(std::to_chars(out, out + kInstantTextBytes, seconds).ptr - out);
  }
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  const auto put = [&](size_t at, size_t digits, int64_t value) {
    for (size_t i = digits; i-- > 0; value /= 10) out[at + i] = static_cast<char>('0' + value % 10);
  };
  std::copy_n("0000-00-00T00:00:00Z", 20, out);
  put(0, 4, int{date.year()});
  put(5, 2, unsigned{date.month()});
  put(8, 2, unsigned{date.day()});
  put(11, 2, clock.hours().count());
  put(14, 2, clock.minutes().count());
  put(17, 2, clock.seconds().count());
  return 20;
}

}  // namespace stator::api::iam
