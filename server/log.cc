#include "server/log.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace stator::server {
namespace {

bool NeedsQuotes(std::string_view value) {
  return value.empty() || std::any_of(value.begin(), value.end(), [](unsigned char c) {
           return c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7f;
         });
}

}  // namespace

std::string LogTime(int64_t unix_micros) {
  const std::time_t seconds = unix_micros / 1'000'000;
  std::tm utc = {};
  gmtime_r(&seconds, &utc);
  char text[64];
  const size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(text + length, sizeof text - length, ".%06dZ",
                static_cast<int>(unix_micros % 1'000'000));
  return text;
}

void AppendLogValue(std::string_view value, std::string* line) {
  if (!NeedsQuotes(value)) {
    line->append(value);
    return;
  }
  line->push_back('"');
  for (const unsigned char c : value) {
    if (c == '"' || c == '\\') {
      line->push_back('\\');
      line->push_back(static_cast<char>(c));
    } else if (c < ' ' || c == 0x7f) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\x%02x", c);
      line->append(escape);
    } else {
      line->push_back(static_cast<char>(c));
    }
  }
  line->push_back('"');
}

LogLine::LogLine(const Clock* clock, LogLevel level, std::string_view event) {
  line_.append("time=").append(LogTime(clock->WallMicros()));
  line_.append(level == LogLevel::kInfo ? " level=info" : " level=error");
  Add("event", event);
}

LogLine::~LogLine() {
  line_.push_back('\n');
  // A log that cannot be written is nobody's to mend here; the server goes on.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line_.data(), line_.size());
}

LogLine& LogLine::Add(std::string_view name, std::string_view value) {
  line_.append(" ").append(name).append("=");
  AppendLogValue(value, &line_);
  return *this;
}

LogLine& LogLine::Add(std::string_view name, int64_t value) {
  line_.append(" ").append(name).append("=").append(std::to_string(value));
  return *this;
}

}  // namespace stator::server
