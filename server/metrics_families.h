// One metric of the page: its name, what it tells, and how its samples are taken from what was
// collected.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <prometheus/client_metric.h>
#include <prometheus/metric_family.h>
#include <prometheus/metric_type.h>

#include "api/types/metrics.h"
#include "server/metrics_page.h"

namespace stator::server {

struct MetricsSource {
  const api::Metrics& engine;
  const ProcessFigures& process;
};

// Takes the samples of one family. A label whose value is empty is left out, which is the same to
// Prometheus.
class Samples {
 public:
  using Labels = std::initializer_list<std::pair<const char*, std::string_view>>;
  explicit Samples(prometheus::MetricFamily* family) : family_(family) {}

  // A counter's or gauge's.
  void Add(Labels labels, double value);
  // Of latencies, in milliseconds.
  void AddLatencies(Labels labels, const OperationTotals& totals);

 private:
  prometheus::ClientMetric& New(Labels labels);

  prometheus::MetricFamily* const family_;
};

struct MetricRow {
  const char* name;
  const char* help;
  prometheus::MetricType type;
  void (*take)(const MetricsSource& source, Samples* samples);
};

// With CloudWatch's names: of tables and indexes, of operations, of accounts.
std::span<const MetricRow> CapacityRows();
std::span<const MetricRow> OperationRows();
// Stator's own: of partitions, and of engine and process.
std::span<const MetricRow> PartitionRows();
std::span<const MetricRow> ServerRows();

}  // namespace stator::server
