#include "server/metrics_page.h"

#include <prometheus/text_serializer.h>

#include <sstream>
#include <utility>
#include <vector>

#include "server/metrics_families.h"

namespace stator::server {

void Samples::Add(Labels labels, double value) {
  prometheus::ClientMetric& metric = New(labels);
  (family_->type == prometheus::MetricType::Counter ? metric.counter.value : metric.gauge.value) =
      value;
}

void Samples::AddLatencies(Labels labels, const OperationTotals& totals) {
  constexpr double kMicrosOfMilli = 1'000;
  prometheus::ClientMetric::Histogram& histogram = New(labels).histogram;
  for (size_t i = 0; i < kLatencyClasses; ++i) {
    histogram.sample_count += totals.successes[i];
    if (i == kLatencyBoundsMicros.size()) break;  // the serializer adds +Inf
    histogram.bucket.push_back(
        {histogram.sample_count, static_cast<double>(kLatencyBoundsMicros[i]) / kMicrosOfMilli});
  }
  histogram.sample_sum = static_cast<double>(totals.success_micros) / kMicrosOfMilli;
}

prometheus::ClientMetric& Samples::New(Labels labels) {
  prometheus::ClientMetric& metric = family_->metric.emplace_back();
  metric.label.reserve(labels.size());
  for (const auto& [name, value] : labels) {
    if (!value.empty()) metric.label.push_back({name, std::string(value)});
  }
  return metric;
}

// One family at a time, so that the memory it takes is that of the largest.
std::string MetricsPage(const api::Metrics& metrics, const ProcessFigures& process) {
  const MetricsSource source{metrics, process};
  const prometheus::TextSerializer serializer;
  std::ostringstream page;
  for (const auto rows : {CapacityRows(), OperationRows(), PartitionRows(), ServerRows()}) {
    for (const MetricRow& row : rows) {
      std::vector<prometheus::MetricFamily> family{{row.name, row.help, row.type, {}}};
      Samples samples(&family.front());
      row.take(source, &samples);
      if (!family.front().metric.empty()) serializer.Serialize(page, family);
    }
  }
  return std::move(page).str();
}

}  // namespace stator::server
