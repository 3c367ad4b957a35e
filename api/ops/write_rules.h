// What PutItem, UpdateItem and DeleteItem share besides write_action.h: how their condition is
// compiled, the limit on item collections, and what their replies report.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/expr/expression.h"
#include "api/ops/op_context.h"
#include "api/ops/parameter_rules.h"
#include "api/types/common.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/model/table_schema.h"
#include "kv/table/item_writer.h"

namespace stator::api {

// The condition of a write, from ConditionExpression or from Expected with ConditionalOperator. The
// caller has refused requests that mix the two.
Result<expr::Condition> CompileWriteCondition(
    expr::Binder* binder, const std::optional<std::string>& condition_expression,
    const std::optional<ExpectedConditions>& expected,
    const std::optional<ConditionalOperator>& conditional_operator);

// The same for a request that has no other expression (PutItem, DeleteItem), with the checks on its
// names, values and mixed parameters.
Result<expr::Condition> CompileOnlyCondition(
    const ExpressionAttributes& attributes, const std::optional<std::string>& condition_expression,
    const std::optional<ExpectedConditions>& expected,
    const std::optional<ConditionalOperator>& conditional_operator);

// Compiles what a PutItem or DeleteItem asks for, and words what is wrong with it.
template <typename Request>
Result<expr::Condition> CompileOnlyCondition(const OpContext& context, const Request& request) {
  if (Status wrong = RequireNoneOrAllOld(request.return_values); !wrong.ok()) {
    return context.wording.Reword(std::move(wrong));
  }
  auto condition = CompileOnlyCondition(request.attributes, request.condition_expression,
                                        request.expected, request.conditional_operator);
  if (!condition.ok()) return context.wording.Reword(std::move(condition).status());
  return condition;
}

// Figures of the item collection that `key` is in; none unless asked for and the table has an LSI.
std::optional<ItemCollectionMetrics> CollectionMetrics(const OpContext& context,
                                                       const TableSchema& schema,
                                                       const ItemView& key,
                                                       ReturnItemCollectionMetrics mode);

// Adds a collection's figures to those of its table, each collection once.
void AddCollectionOnce(ItemCollectionMetrics metrics, std::vector<ItemCollectionMetrics>* all);

// The reply to a write that was done. `key` has the item's key attributes.
WriteItemResponse MakeWriteReply(const OpContext& context, const WriteOutcome& outcome,
                                 const ItemView& key, std::optional<Item> attributes,
                                 ReturnConsumedCapacity return_consumed_capacity,
                                 ReturnItemCollectionMetrics return_item_collection_metrics);

// kCollectionTooLarge when the collection of `key` has passed 10 GB on a table with an LSI.
Status CheckCollectionSize(const OpContext& context, const Table& table, const TableSchema& schema,
                           const ItemView& key);

}  // namespace stator::api
