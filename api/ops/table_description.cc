#include "api/ops/table_description.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

#include "api/ops/throughput_rules.h"
#include "kv/table/table_lifecycle.h"

namespace stator::api {
namespace {

constexpr int64_t kSecondsPerDay = 86'400;

// While items are counted anew after an unclean stop, deletes may be ahead of the count.
int64_t Shown(const std::atomic<int64_t>& figure) {
  return std::max<int64_t>(figure.load(std::memory_order_relaxed), 0);
}

void ShowDecreases(ProvisionedThroughput* throughput, int64_t now_seconds) {
  throughput->decreases_today = DecreasesToday(*throughput, now_seconds);
}

}  // namespace

int64_t DecreasesToday(const ProvisionedThroughput& throughput, int64_t now_seconds) {
  const bool today =
      throughput.last_decrease_seconds / kSecondsPerDay == now_seconds / kSecondsPerDay;
  return today ? throughput.decreases_today : 0;
}

WarmThroughput CurrentWarmThroughput(const TableSchema& schema) {
  return schema.warm.value_or(NaturalWarmThroughput(schema.billing_mode, schema.throughput));
}

WarmThroughput CurrentWarmThroughput(const TableSchema& schema, const IndexSchema& index) {
  return index.warm.value_or(NaturalWarmThroughput(schema.billing_mode, index.throughput));
}

TableSchema ShownSchema(const TableSchema& schema, int64_t now_seconds) {
  TableSchema shown = schema;
  std::sort(shown.attribute_definitions.begin(), shown.attribute_definitions.end(),
            [](const KeyAttribute& a, const KeyAttribute& b) { return a.name < b.name; });
  ShowDecreases(&shown.throughput, now_seconds);
  shown.warm = CurrentWarmThroughput(schema);
  for (IndexSchema& index : shown.indexes) {
    std::sort(index.projection.non_key_attributes.begin(),
              index.projection.non_key_attributes.end());
    ShowDecreases(&index.throughput, now_seconds);
    if (index.kind == IndexKind::kGlobal) index.warm = CurrentWarmThroughput(schema, index);
  }
  shown.status = VisibleStatus(schema);
  return shown;
}

TableDescription DescribeAs(const OpContext& context, const Table& table, TableSchema shown) {
  TableDescription description;
  description.arn = TableArn(context, shown);
  // A folder may have been decrypted since the table asked for a key.
  shown.sse_kms = shown.sse_kms && context.database->store().encrypted();
  if (const auto counters = table.counters(table.id())) {
    description.size_bytes = Shown(counters->size_bytes);
    description.item_count = Shown(counters->item_count);
  }
  for (const IndexSchema& index : shown.indexes) {
    IndexFigures figures{.index_name = index.name, .size_bytes = 0, .item_count = 0};
    if (const auto counters = table.counters(index.id)) {
      figures.size_bytes = Shown(counters->size_bytes);
      figures.item_count = Shown(counters->item_count);
    }
    description.indexes.push_back(std::move(figures));
  }
  description.schema = std::make_shared<const TableSchema>(std::move(shown));
  return description;
}

TableDescription Describe(const OpContext& context, const Table& table) {
  return DescribeAs(context, table,
                    ShownSchema(*table.schema(), context.database->clock().WallSeconds()));
}

}  // namespace stator::api
