#include "api/ops/write_rules.h"

#include <cmath>

#include "api/expr/parameter_mixing.h"
#include "api/ops/capacity.h"
#include "api/ops/parameter_rules.h"
#include "kv/base/limits.h"
#include "kv/codec/key_codec.h"
#include "kv/table/table_key.h"

namespace stator::api {
namespace {

constexpr double kBytesPerGigabyte = 1024.0 * 1024.0 * 1024.0;

// Every key of `id` under the partition key at `location`, whose key bytes belong to another id.
KeyRange CollectionKeys(uint32_t id, std::string_view partition_prefix) {
  KeyRange range;
  AppendBigEndian32(id, &range.begin);
  range.begin.append(partition_prefix.substr(kKeyIdBytes));
  range.end = PrefixSuccessor(range.begin);
  return range;
}

// Items and LSI entries of the collection, in bytes, roughly.
uint64_t CollectionBytes(Store& store, const TableSchema& schema, const ItemView& key) {
  uint64_t bytes = 0;
  for (const Location& location : LocateCollection(schema, key, store.partitions())) {
    const Family family = PartitionFamily(location.partition);
    bytes += store.ApproximateBytes(family, CollectionKeys(schema.id, location.key));
    for (const IndexSchema& index : schema.indexes) {
      if (index.kind != IndexKind::kLocal) continue;
      bytes += store.ApproximateBytes(family, CollectionKeys(index.id, location.key));
    }
  }
  return bytes;
}

}  // namespace

Result<expr::Condition> CompileWriteCondition(
    expr::Binder* binder, const std::optional<std::string>& condition_expression,
    const std::optional<ExpectedConditions>& expected,
    const std::optional<ConditionalOperator>& conditional_operator) {
  if (condition_expression) {
    return binder->CompileCondition("ConditionExpression", *condition_expression);
  }
  if (expected) return expr::FromExpected(*expected, conditional_operator);
  STATOR_RETURN_IF_ERROR(expr::CheckConditionalOperator(conditional_operator, 0));
  return expr::Condition();
}

Result<expr::Condition> CompileOnlyCondition(
    const ExpressionAttributes& attributes, const std::optional<std::string>& condition_expression,
    const std::optional<ExpectedConditions>& expected,
    const std::optional<ConditionalOperator>& conditional_operator) {
  STATOR_RETURN_IF_ERROR(RefuseMixing({{"Expected", expected.has_value()},
                                       {"ConditionalOperator", conditional_operator.has_value()}},
                                      {{"ConditionExpression", condition_expression.has_value()}}));
  expr::Binder binder(attributes, {"ConditionExpression"});
  STATOR_ASSIGN_OR_RETURN(
      expr::Condition condition,
      CompileWriteCondition(&binder, condition_expression, expected, conditional_operator));
  STATOR_RETURN_IF_ERROR(binder.Finish());
  return condition;
}

std::optional<ItemCollectionMetrics> CollectionMetrics(const OpContext& context,
                                                       const TableSchema& schema,
                                                       const ItemView& key,
                                                       ReturnItemCollectionMetrics mode) {
  if (mode == ReturnItemCollectionMetrics::kNone || !schema.HasLocalIndexes()) return std::nullopt;
  ItemCollectionMetrics metrics;
  metrics.partition_key_name = schema.keys.hash.front().name;
  metrics.partition_key = Value(*key.Find(metrics.partition_key_name));
  const uint64_t bytes = CollectionBytes(context.database->store(), schema, key);
  metrics.size_estimate_low_gb = std::floor(static_cast<double>(bytes) / kBytesPerGigabyte);
  metrics.size_estimate_high_gb = metrics.size_estimate_low_gb + 1;
  return metrics;
}

void AddCollectionOnce(ItemCollectionMetrics metrics, std::vector<ItemCollectionMetrics>* all) {
  for (const ItemCollectionMetrics& known : *all) {
    if (known.partition_key.encoded() == metrics.partition_key.encoded()) return;
  }
  all->push_back(std::move(metrics));
}

WriteItemResponse MakeWriteReply(const OpContext& context, const WriteOutcome& outcome,
                                 const ItemView& key, std::optional<Item> attributes,
                                 ReturnConsumedCapacity return_consumed_capacity,
                                 ReturnItemCollectionMetrics return_item_collection_metrics) {
  WriteItemResponse reply;
  reply.attributes = std::move(attributes);
  CapacityMeter meter(return_consumed_capacity, outcome.schema->name);
  meter.AddWrite(outcome);
  reply.consumed_capacity = meter.Report();
  reply.item_collection_metrics =
      CollectionMetrics(context, *outcome.schema, key, return_item_collection_metrics);
  return reply;
}

Status CheckCollectionSize(const OpContext& context, const Table& table, const TableSchema& schema,
                           const ItemView& key) {
  if (!schema.HasLocalIndexes()) return OkStatus();
  // No collection can be larger than the table: spares small tables the look at the files.
  const auto counters = table.counters(schema.id);
  const auto local_indexes = static_cast<int64_t>(limits::kLocalIndexesPerTable);
  if (counters->size_bytes.load(std::memory_order_relaxed) * (1 + local_indexes) <
      static_cast<int64_t>(limits::kItemCollectionBytes)) {
    return OkStatus();
  }
  if (CollectionBytes(context.database->store(), schema, key) < limits::kItemCollectionBytes) {
    return OkStatus();
  }
  return Status(Code::kCollectionTooLarge, "Item collection size limit of 10 GB exceeded.");
}

}  // namespace stator::api
