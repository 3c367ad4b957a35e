#include "server/request_log.h"

#include "server/log.h"

namespace stator::server {
namespace {

constexpr size_t kSearchedBytes = 64 * 1024;
constexpr std::string_view kName = "\"TableName\"";
constexpr std::string_view kSpace = " \t\r\n";

// Takes the separator and the white space around it off the front; false if it is not there.
bool Skip(char separator, std::string_view* text) {
  const size_t at = text->find_first_not_of(kSpace);
  if (at == std::string_view::npos || (*text)[at] != separator) return false;
  text->remove_prefix(at + 1);
  return true;
}

}  // namespace

std::string_view FindTableName(std::string_view json) {
  std::string_view rest = json.substr(0, kSearchedBytes);
  for (;;) {
    const size_t at = rest.find(kName);
    if (at == std::string_view::npos) return {};
    rest.remove_prefix(at + kName.size());
    // An attribute of that name has an object for its value and is passed over here.
    std::string_view value = rest;
    if (!Skip(':', &value) || !Skip('"', &value)) continue;
    const size_t end = value.find('"');
    const std::string_view name = value.substr(0, end);
    if (end == std::string_view::npos || name.find('\\') != std::string_view::npos) return {};
    return name;
  }
}

void LogRequestLine(const RequestRecord& record, const Clock* clock) {
  LogLine line(clock, LogLevel::kInfo, "request");
  line.Add("request_id", record.request_id);
  if (!record.operation.empty()) {
    line.Add("op", record.operation);
    if (const auto table = FindTableName(record.body); !table.empty()) line.Add("table", table);
  }
  line.Add("status", record.status)
      .Add("micros", record.micros)
      .Add("bytes_in", static_cast<int64_t>(record.bytes_in))
      .Add("bytes_out", static_cast<int64_t>(record.bytes_out));
}

}  // namespace stator::server
