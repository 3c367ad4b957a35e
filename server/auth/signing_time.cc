#include "server/auth/signing_time.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace stator::server {
namespace {

struct Parts {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

// The number that all of `text` is; -1 when it holds anything but digits.
int Digits(std::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::optional<int64_t> Seconds(const Parts& parts) {
  const std::chrono::year_month_day date{std::chrono::year{parts.year},
                                         std::chrono::month{static_cast<unsigned>(parts.month)},
                                         std::chrono::day{static_cast<unsigned>(parts.day)}};
  const bool real = parts.year >= 0 && parts.month > 0 && parts.day > 0 && date.ok() &&
                    parts.hour >= 0 && parts.hour < 24 && parts.minute >= 0 && parts.minute < 60 &&
                    parts.second >= 0 && parts.second < 60;
  if (!real) return std::nullopt;
  const int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  return ((days * 24 + parts.hour) * 60 + parts.minute) * 60 + parts.second;
}

int MonthOf(std::string_view name) {
  constexpr std::array<std::string_view, 12> kNames = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<int>(i) + 1;
  }
  return 0;
}

// Whether `text` is like `form`, where a 0 stands for a digit and an a for any character.
bool HasForm(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (size_t i = 0; i < form.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == '0' ? !digit : form[i] != 'a' && form[i] != text[i]) return false;
  }
  return true;
}

}  // namespace

std::optional<int64_t> ParseBasicTime(std::string_view text) {
  if (!HasForm(text, "00000000T000000Z")) return std::nullopt;
  return Seconds({.year = Digits(text.substr(0, 4)),
                  .month = Digits(text.substr(4, 2)),
                  .day = Digits(text.substr(6, 2)),
                  .hour = Digits(text.substr(9, 2)),
                  .minute = Digits(text.substr(11, 2)),
                  .second = Digits(text.substr(13, 2))});
}

std::optional<int64_t> ParseDateHeader(std::string_view text) {
  if (!HasForm(text, "aaa, 00 aaa 0000 00:00:00 GMT")) return ParseBasicTime(text);
  return Seconds({.year = Digits(text.substr(12, 4)),
                  .month = MonthOf(text.substr(8, 3)),
                  .day = Digits(text.substr(5, 2)),
                  .hour = Digits(text.substr(17, 2)),
                  .minute = Digits(text.substr(20, 2)),
                  .second = Digits(text.substr(23, 2))});
}

std::string BasicTime(int64_t unix_seconds) {
  const std::chrono::sys_seconds time{std::chrono::seconds{unix_seconds}};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  char text[64];
  std::snprintf(text, sizeof text, "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

}  // namespace stator::server
