#include "server/metrics_routes.h"

#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/types/admin_actions.h"
#include "kv/base/clock.h"
#include "server/http_errors.h"
#include "server/metrics_page.h"
#include "server/text.h"

namespace stator::server {
namespace {

namespace admin_actions = api::admin_actions;

constexpr size_t kMostTables = 100'000;  // whoever asks for so many gets a gigabyte of text

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
}

// 0 where it cannot be known.
uint64_t ResidentBytes() {
  std::FILE* const file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) return 0;
  unsigned long total = 0;
  unsigned long resident = 0;
  const int read = std::fscanf(file, "%lu %lu", &total, &resident);
  std::fclose(file);
  return read == 2 ? uint64_t{resident} * static_cast<uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

// "table=a&table=b&limit=100". None: anything else in it. A table's name holds nothing that would
// have to be escaped.
std::optional<api::MetricsRequest> ReadQuery(std::string_view query) {
  api::MetricsRequest request;
  bool known = true;
  ForEachElement(query, '&', [&](std::string_view pair) {
    const std::string_view name = CutAt('=', &pair);
    if (name == "table" && !pair.empty()) {
      request.table_names.emplace_back(pair);
    } else if (name == "limit") {
      size_t limit = 0;
      const auto [end, error] = std::from_chars(pair.data(), pair.data() + pair.size(), limit);
      known &= error == std::errc() && end == pair.data() + pair.size() && limit <= kMostTables;
      request.most_tables = limit;
      request.most_partitions = 4 * limit;
    } else {
      known = false;
    }
  });
  return known ? std::optional(std::move(request)) : std::nullopt;
}

HttpReply Refused() {
  HttpReply reply = ServiceError(400, "ValidationException",
                                 "The query of /metrics may have table=NAME and limit=NUMBER.");
  reply.content_type = kPlainJson;
  return reply;
}

}  // namespace

void AddMetricsRoute(api::Engine* engine, const ServerCounters* counters, AdminRouter* router) {
  const int64_t started_micros = SystemClock()->MonotonicMicros();
  router->Add(HttpMethod::kGet, kMetricsPath, admin_actions::kReadMetrics,
              [=](const AdminRouter::Request& request) {
                const auto asked = ReadQuery(request.query);
                if (!asked) return Refused();
                ProcessFigures process;
                process.server = counters->Sum();
                process.uptime_seconds =
                    static_cast<double>(SystemClock()->MonotonicMicros() - started_micros) / 1e6;
                process.cpu_seconds = CpuSeconds();
                process.resident_bytes = ResidentBytes();
                return HttpReply{.content_type = kMetricsType,
                                 .body = MetricsPage(engine->Metrics(*asked), process),
                                 .compress = false};
              });
}

}  // namespace stator::server
