// What PutItem, UpdateItem and DeleteItem share: their condition, how a refused one is reported,
// and the item-collection figures of their replies.
#pragma once

#include <optional>
#include <string>

#include "api/expr/expression.h"
#include "api/ops/op_context.h"
#include "api/types/common.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/model/table_schema.h"

namespace stator::api {

// The condition of a write, from ConditionExpression or from Expected with ConditionalOperator. The
// caller has refused requests that mix the two.
Result<expr::Condition> CompileWriteCondition(
    expr::Binder* binder, const std::optional<std::string>& condition_expression,
    const std::optional<ExpectedConditions>& expected,
    const std::optional<ConditionalOperator>& conditional_operator);

// OK when the old item (null: none) meets the condition; else kConditionFailed, with the old item
// as payload where the request wants it.
Status CheckCondition(const expr::Condition& condition, const ItemView* old_item,
                      ReturnValuesOnConditionCheckFailure mode);

// Figures of the item collection that `key` is in; none unless asked for and the table has an LSI.
std::optional<ItemCollectionMetrics> CollectionMetrics(const OpContext& context,
                                                       const TableSchema& schema,
                                                       const ItemView& key,
                                                       ReturnItemCollectionMetrics mode);

// kCollectionTooLarge when the collection of `key` has passed 10 GB on a table with an LSI.
Status CheckCollectionSize(const OpContext& context, const Table& table, const TableSchema& schema,
                           const ItemView& key);

}  // namespace stator::api
