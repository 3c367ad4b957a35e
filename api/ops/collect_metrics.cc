#include "api/ops/collect_metrics.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <numeric>
#include <utility>

#include "kv/table/partition_sizes.h"

namespace stator::api {

uint64_t CapacityMetrics::throttled_count() const {
  return std::accumulate(throttled.begin(), throttled.end(), uint64_t{0});
}

namespace {

// A space is "<account>/<region>", or a name that is shared by all.
std::pair<std::string, std::string> AccountAndRegion(const std::string& space) {
  const size_t slash = space.find('/');
  if (slash == std::string::npos) return {space, ""};
  return {space.substr(0, slash), space.substr(slash + 1)};
}

// Of a table or a global index.
template <typename Owner>
void FillSettings(const Owner& owner, BillingMode billing, ResourceMetrics* metrics) {
  if (billing == BillingMode::kProvisioned) {
    metrics->read.provisioned_units = static_cast<double>(owner.throughput.read_units);
    metrics->write.provisioned_units = static_cast<double>(owner.throughput.write_units);
  } else if (owner.on_demand) {
    const auto given = [](int64_t units) {  // -1: no ceiling
      return units < 0 ? std::nullopt : std::optional(static_cast<double>(units));
    };
    metrics->read.max_on_demand_units = given(owner.on_demand->max_read_units);
    metrics->write.max_on_demand_units = given(owner.on_demand->max_write_units);
  }
}

void FillUse(const TableCapacity::KindUse& use, CapacityMetrics* metrics) {
  metrics->consumed_units = use.consumed_units;
  metrics->burst_units_left = use.provisioned_units_left;
  std::copy(std::begin(use.throttled), std::end(use.throttled), metrics->throttled.begin());
}

PartitionMetrics::Use PartitionUseOf(const PartitionUse& use) {
  return {use.units, use.throttled, use.units_left};
}

class Collector {
 public:
  Collector(Database* database, const MetricsRequest& request)
      : database_(database), partitions_left_(request.most_partitions) {}

  TableMetrics Collect(const Table& table, std::span<const std::string_view> operations) {
    const std::shared_ptr<const TableSchema> schema = table.schema();
    TableMetrics metrics;
    std::tie(metrics.account, metrics.region) = AccountAndRegion(schema->space);
    metrics.table_name = schema->name;
    metrics.condition_failures = table.events().condition_failures();
    metrics.conflicts = table.events().conflicts();
    metrics.expired = table.events().expired();
    for (size_t i = 0; i < operations.size(); ++i) {
      const OperationEvents* events = table.events().Find(i);
      if (events != nullptr) metrics.operations.push_back({operations[i], events->Totals()});
    }
    const int64_t now_micros = database_->clock().MonotonicMicros();
    for (const auto& use : table.capacity().Use(now_micros, TableCapacity::Detail::kTotals)) {
      if (auto resource = CollectResource(table, *schema, use)) {
        metrics.resources.push_back(*std::move(resource));
      }
    }
    return metrics;
  }

 private:
  // None: an index that came or went meanwhile.
  std::optional<ResourceMetrics> CollectResource(const Table& table, const TableSchema& schema,
                                                 const TableCapacity::ResourceUse& use) {
    ResourceMetrics metrics;
    metrics.index_name = use.index_name;
    uint32_t id = schema.id;
    if (use.index_name.empty()) {
      FillSettings(schema, schema.billing_mode, &metrics);
    } else {
      const IndexSchema* index = schema.FindIndex(use.index_name);
      if (index == nullptr) return std::nullopt;
      id = index->id;
      FillSettings(*index, schema.billing_mode, &metrics);
    }
    if (const auto counters = table.counters(id)) {
      metrics.item_count = counters->item_count.load(std::memory_order_relaxed);
      metrics.size_bytes = counters->size_bytes.load(std::memory_order_relaxed);
    }
    FillUse(use.read, &metrics.read);
    FillUse(use.write, &metrics.write);
    FillPartitions(table, use, &metrics);
    return metrics;
  }

  void FillPartitions(const Table& table, const TableCapacity::ResourceUse& use,
                      ResourceMetrics* metrics) {
    std::map<uint32_t, PartitionMetrics> used;
    for (const PartitionUse& one : use.read.partitions) {
      used[one.partition_id].read = PartitionUseOf(one);
    }
    for (const PartitionUse& one : use.write.partitions) {
      used[one.partition_id].write = PartitionUseOf(one);
    }
    if (used.empty() || partitions_left_ == 0) return;
    std::vector<uint64_t> sizes = PartitionSizes(database_->store(), table, use.index_name);
    sizes.resize(use.ranges.size());  // the map may have changed meanwhile
    for (size_t i = 0; i < use.ranges.size() && partitions_left_ > 0; ++i) {
      const auto it = used.find(use.ranges[i].id);
      if (it == used.end()) continue;
      it->second.partition_id = it->first;
      it->second.size_bytes = sizes[i];
      metrics->partitions.push_back(it->second);
      --partitions_left_;
    }
  }

  Database* const database_;
  size_t partitions_left_;
};

bool IsWanted(const Table& table, const MetricsRequest& request) {
  if (request.table_names.empty()) return table.events().any();
  const auto& names = request.table_names;
  return std::find(names.begin(), names.end(), table.schema()->name) != names.end();
}

std::vector<AccountMetrics> AccountsOf(const std::vector<TableMetrics>& tables,
                                       const CallTotals& totals) {
  std::map<std::pair<std::string, std::string>, uint64_t> errors;
  for (const TableMetrics& table : tables) errors[{table.account, table.region}] = 0;
  for (const auto& [space, count] : totals.UserErrors()) errors[AccountAndRegion(space)] += count;
  std::vector<AccountMetrics> accounts;
  for (const auto& [name, count] : errors) accounts.push_back({name.first, name.second, count});
  return accounts;
}

}  // namespace

Metrics CollectMetrics(Database* database, const CallTotals& totals,
                       std::span<const std::string_view> operations,
                       const MetricsRequest& request) {
  Metrics metrics;
  for (size_t i = 0; i < operations.size(); ++i) {
    const auto calls = totals.Of(i);
    if (std::accumulate(calls.begin(), calls.end(), uint64_t{0}) == 0) continue;
    metrics.operations.push_back({operations[i], calls});
  }
  Collector collector(database, request);
  for (const std::shared_ptr<Table>& table : database->catalog().All()) {
    ++metrics.tables_existing;
    if (table->events().any()) ++metrics.tables_used;
    if (metrics.tables.size() >= request.most_tables || !IsWanted(*table, request)) continue;
    metrics.tables.push_back(collector.Collect(*table, operations));
  }
  metrics.accounts = AccountsOf(metrics.tables, totals);
  return metrics;
}

}  // namespace stator::api
