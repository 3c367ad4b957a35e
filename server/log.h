// The server's log: one line an event on standard error, in logfmt (name=value, quoted where
// needed), written by a single system call so that lines of different threads never mix.
//
//   LogLine(clock, LogLevel::kInfo, "listening").Add("url", url);
//
// What goes in is chosen name by name: never a header, a body or anything else that may be a
// secret.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kv/base/clock.h"

namespace stator::server {

enum class LogLevel { kInfo, kError };

class LogLine {
 public:
  LogLine(const Clock* clock, LogLevel level, std::string_view event);
  ~LogLine();  // writes the line
  LogLine(const LogLine&) = delete;
  LogLine& operator=(const LogLine&) = delete;

  // `name` is a constant of lower-case letters and underscores; the value may be anything.
  LogLine& Add(std::string_view name, std::string_view value);
  LogLine& Add(std::string_view name, int64_t value);

 private:
  std::string line_;
};

// "2026-11-22T00:38:05.123456Z"
std::string LogTime(int64_t unix_micros);
// Appends the value as it stands in a line: as it is, or in quotes with " and \ and control
// characters escaped.
void AppendLogValue(std::string_view value, std::string* line);

}  // namespace stator::server
