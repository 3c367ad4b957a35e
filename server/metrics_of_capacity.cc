// Metrics of tables, global indexes and their partitions.
#include "server/metrics_families.h"

namespace stator::server {
namespace {

using api::CapacityMetrics;
using api::PartitionMetrics;
using api::ResourceMetrics;
using api::TableMetrics;
using prometheus::MetricType;

// Calls visit(table, resource) for each table and each global index.
template <typename Visit>
void ForEachResource(const MetricsSource& source, const Visit& visit) {
  for (const TableMetrics& table : source.engine.tables) {
    for (const ResourceMetrics& resource : table.resources) visit(table, resource);
  }
}

template <typename Value>
void TakeOfResources(const MetricsSource& source, Samples* samples, const Value& value) {
  ForEachResource(source, [&](const TableMetrics& table, const ResourceMetrics& resource) {
    const std::optional<double> found = value(resource);
    if (!found) return;
    samples->Add({{"account", table.account},
                  {"region", table.region},
                  {"TableName", table.table_name},
                  {"GlobalSecondaryIndexName", resource.index_name}},
                 *found);
  });
}

template <const CapacityMetrics ResourceMetrics::*kKind>
void TakeConsumed(const MetricsSource& source, Samples* samples) {
  TakeOfResources(source, samples, [](const ResourceMetrics& resource) {
    return std::optional((resource.*kKind).consumed_units);
  });
}

// A figure that not every resource has.
template <const CapacityMetrics ResourceMetrics::*kKind,
          const std::optional<double> CapacityMetrics::*kFigure>
void TakeFigure(const MetricsSource& source, Samples* samples) {
  TakeOfResources(source, samples,
                  [](const ResourceMetrics& resource) { return resource.*kKind.*kFigure; });
}

template <const CapacityMetrics ResourceMetrics::*kKind>
void TakeThrottled(const MetricsSource& source, Samples* samples) {
  TakeOfResources(source, samples, [](const ResourceMetrics& resource) {
    return std::optional(static_cast<double>((resource.*kKind).throttled_count()));
  });
}

template <const CapacityMetrics ResourceMetrics::*kKind, ThrottleCause kCause>
void TakeThrottledBy(const MetricsSource& source, Samples* samples) {
  TakeOfResources(source, samples, [](const ResourceMetrics& resource) {
    return std::optional(
        static_cast<double>((resource.*kKind).throttled[static_cast<size_t>(kCause)]));
  });
}

template <typename Value>
void TakeOfPartitions(const MetricsSource& source, Samples* samples, const Value& value) {
  ForEachResource(source, [&](const TableMetrics& table, const ResourceMetrics& resource) {
    for (const PartitionMetrics& partition : resource.partitions) {
      const std::optional<double> found = value(partition);
      if (!found) continue;
      samples->Add({{"account", table.account},
                    {"region", table.region},
                    {"TableName", table.table_name},
                    {"GlobalSecondaryIndexName", resource.index_name},
                    {"partition", std::to_string(partition.partition_id)}},
                   *found);
    }
  });
}

template <const std::optional<PartitionMetrics::Use> PartitionMetrics::*kKind, auto kFigure>
void TakeOfUse(const MetricsSource& source, Samples* samples) {
  TakeOfPartitions(source, samples, [](const PartitionMetrics& partition) -> std::optional<double> {
    const auto& use = partition.*kKind;
    if (!use) return std::nullopt;
    return static_cast<double>((*use).*kFigure);
  });
}

constexpr auto kRead = &ResourceMetrics::read;
constexpr auto kWrite = &ResourceMetrics::write;
using enum ThrottleCause;

constexpr MetricRow kCapacityRows[] = {
    {"ConsumedReadCapacityUnits", "Read units consumed.", MetricType::Counter,
     &TakeConsumed<kRead>},
    {"ConsumedWriteCapacityUnits", "Write units consumed.", MetricType::Counter,
     &TakeConsumed<kWrite>},
    {"ProvisionedReadCapacityUnits", "Read units a second that are provisioned.", MetricType::Gauge,
     &TakeFigure<kRead, &CapacityMetrics::provisioned_units>},
    {"ProvisionedWriteCapacityUnits", "Write units a second that are provisioned.",
     MetricType::Gauge, &TakeFigure<kWrite, &CapacityMetrics::provisioned_units>},
    {"OnDemandMaxReadRequestUnits", "Read units a second that an on-demand maximum allows.",
     MetricType::Gauge, &TakeFigure<kRead, &CapacityMetrics::max_on_demand_units>},
    {"OnDemandMaxWriteRequestUnits", "Write units a second that an on-demand maximum allows.",
     MetricType::Gauge, &TakeFigure<kWrite, &CapacityMetrics::max_on_demand_units>},
    {"ReadThrottleEvents", "Reads of single items or pages that were throttled.",
     MetricType::Counter, &TakeThrottled<kRead>},
    {"WriteThrottleEvents", "Writes of single items that were throttled.", MetricType::Counter,
     &TakeThrottled<kWrite>},
    {"ReadProvisionedThroughputThrottleEvents",
     "ReadThrottleEvents because provisioned units were used up.", MetricType::Counter,
     &TakeThrottledBy<kRead, kProvisionedThroughput>},
    {"WriteProvisionedThroughputThrottleEvents",
     "WriteThrottleEvents because provisioned units were used up.", MetricType::Counter,
     &TakeThrottledBy<kWrite, kProvisionedThroughput>},
    {"ReadKeyRangeThroughputThrottleEvents",
     "ReadThrottleEvents because a partition's units were used up.", MetricType::Counter,
     &TakeThrottledBy<kRead, kKeyRangeThroughput>},
    {"WriteKeyRangeThroughputThrottleEvents",
     "WriteThrottleEvents because a partition's units were used up.", MetricType::Counter,
     &TakeThrottledBy<kWrite, kKeyRangeThroughput>},
    {"ReadMaxOnDemandThroughputThrottleEvents",
     "ReadThrottleEvents because an on-demand maximum was reached.", MetricType::Counter,
     &TakeThrottledBy<kRead, kMaxOnDemandThroughput>},
    {"WriteMaxOnDemandThroughputThrottleEvents",
     "WriteThrottleEvents because an on-demand maximum was reached.", MetricType::Counter,
     &TakeThrottledBy<kWrite, kMaxOnDemandThroughput>},
    {"ReadAccountLimitThrottleEvents", "ReadThrottleEvents because a quota was reached.",
     MetricType::Counter, &TakeThrottledBy<kRead, kAccountLimit>},
    {"WriteAccountLimitThrottleEvents", "WriteThrottleEvents because a quota was reached.",
     MetricType::Counter, &TakeThrottledBy<kWrite, kAccountLimit>},
    {"stator_burst_read_units_left", "Provisioned read units that are saved up.", MetricType::Gauge,
     &TakeFigure<kRead, &CapacityMetrics::burst_units_left>},
    {"stator_burst_write_units_left", "Provisioned write units that are saved up.",
     MetricType::Gauge, &TakeFigure<kWrite, &CapacityMetrics::burst_units_left>},
    {"stator_items", "Items of a table, or entries of an index.", MetricType::Gauge,
     [](const MetricsSource& source, Samples* samples) {
       TakeOfResources(source, samples, [](const ResourceMetrics& resource) {
         return std::optional(static_cast<double>(resource.item_count));
       });
     }},
    {"stator_size_bytes", "Bytes of them, as DynamoDB counts.", MetricType::Gauge,
     [](const MetricsSource& source, Samples* samples) {
       TakeOfResources(source, samples, [](const ResourceMetrics& resource) {
         return std::optional(static_cast<double>(resource.size_bytes));
       });
     }},
};

using Use = PartitionMetrics::Use;
constexpr auto kReads = &PartitionMetrics::read;
constexpr auto kWrites = &PartitionMetrics::write;

constexpr MetricRow kPartitionRows[] = {
    {"stator_partition_ConsumedReadCapacityUnits", "Read units consumed of a partition.",
     MetricType::Counter, &TakeOfUse<kReads, &Use::consumed_units>},
    {"stator_partition_ConsumedWriteCapacityUnits", "Write units consumed of a partition.",
     MetricType::Counter, &TakeOfUse<kWrites, &Use::consumed_units>},
    {"stator_partition_ReadThrottleEvents", "Reads of a partition that were throttled.",
     MetricType::Counter, &TakeOfUse<kReads, &Use::throttled>},
    {"stator_partition_WriteThrottleEvents", "Writes to a partition that were throttled.",
     MetricType::Counter, &TakeOfUse<kWrites, &Use::throttled>},
    {"stator_partition_read_units_left", "Read units left in a partition's bucket.",
     MetricType::Gauge, &TakeOfUse<kReads, &Use::units_left>},
    {"stator_partition_write_units_left", "Write units left in a partition's bucket.",
     MetricType::Gauge, &TakeOfUse<kWrites, &Use::units_left>},
    {"stator_partition_size_bytes", "Bytes in a partition, as the store estimates them.",
     MetricType::Gauge,
     [](const MetricsSource& source, Samples* samples) {
       TakeOfPartitions(source, samples, [](const PartitionMetrics& partition) {
         return std::optional(static_cast<double>(partition.size_bytes));
       });
     }},
};

}  // namespace

std::span<const MetricRow> CapacityRows() { return kCapacityRows; }
std::span<const MetricRow> PartitionRows() { return kPartitionRows; }

}  // namespace stator::server
