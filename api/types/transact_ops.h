// Requests and replies of TransactWriteItems and TransactGetItems. As in item_ops.h, every member
// has an initializer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/types/common.h"

namespace stator::api {

struct TransactConditionCheck {
  std::string table_name{};  // a name or an ARN, here and below
  Item key{};
  std::string condition_expression{};
  ExpressionAttributes attributes{};
  ReturnValuesOnConditionCheckFailure on_condition_failure =
      ReturnValuesOnConditionCheckFailure::kNone;
};
struct TransactPut {
  std::string table_name{};
  Item item{};
  std::optional<std::string> condition_expression{};
  ExpressionAttributes attributes{};
  ReturnValuesOnConditionCheckFailure on_condition_failure =
      ReturnValuesOnConditionCheckFailure::kNone;
};
struct TransactDelete {
  std::string table_name{};
  Item key{};
  std::optional<std::string> condition_expression{};
  ExpressionAttributes attributes{};
  ReturnValuesOnConditionCheckFailure on_condition_failure =
      ReturnValuesOnConditionCheckFailure::kNone;
};
struct TransactUpdate {
  std::string table_name{};
  Item key{};
  std::string update_expression{};
  std::optional<std::string> condition_expression{};
  ExpressionAttributes attributes{};
  ReturnValuesOnConditionCheckFailure on_condition_failure =
      ReturnValuesOnConditionCheckFailure::kNone;
};
struct TransactWriteItem {  // exactly one is there
  std::optional<TransactConditionCheck> condition_check{};
  std::optional<TransactPut> put{};
  std::optional<TransactDelete> erase{};
  std::optional<TransactUpdate> update{};
};
struct TransactWriteItemsRequest {
  std::vector<TransactWriteItem> transact_items{};
  // The same token with the same items within 10 minutes of its success succeeds without writing.
  std::optional<std::string> client_request_token{};
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
  ReturnItemCollectionMetrics return_item_collection_metrics = ReturnItemCollectionMetrics::kNone;
};
struct TransactWriteItemsResponse {
  std::optional<std::vector<ConsumedCapacity>> consumed_capacity{};  // one per table
  CollectionMetricsByTable item_collection_metrics{};
};

struct TransactGet {
  std::string table_name{};
  Item key{};
  std::optional<std::string> projection_expression{};
  std::optional<ExpressionNames> names{};
};
struct TransactGetItemsRequest {
  std::vector<TransactGet> transact_items{};
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
};
struct TransactGetItemsResponse {
  std::vector<std::optional<Item>> responses{};  // in the request's order; none: no such item
  std::optional<std::vector<ConsumedCapacity>> consumed_capacity{};
};

}  // namespace stator::api
