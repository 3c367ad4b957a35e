// The metrics of an engine and of its server in Prometheus's text format (docs/metrics.md). The
// format itself, escaping included, is the client library's affair.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/types/metrics.h"
#include "server/server_counters.h"

namespace stator::server {

// Of the format: https://prometheus.io/docs/instrumenting/exposition_formats/
inline constexpr std::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

// What the page says of the process.
struct ProcessFigures {
  ServerCounters::Sums server{};
  double uptime_seconds = 0;
  double cpu_seconds = 0;
  uint64_t resident_bytes = 0;
};

std::string MetricsPage(const api::Metrics& metrics, const ProcessFigures& process);

}  // namespace stator::server
