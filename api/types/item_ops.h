// Requests and replies of the operations on single items and batches of them. AWS documents each
// under its own name; units and limits are in kv/base/limits.h. Every member has an initializer, so
// that a request which names only some of them compiles without a warning.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "api/types/common.h"

namespace stator::api {

struct GetItemRequest {
  std::string table_name{};  // a name or an ARN, here and below
  Item key{};
  bool consistent_read = false;
  std::optional<std::vector<std::string>> attributes_to_get{};
  std::optional<std::string> projection_expression{};
  ExpressionAttributes attributes{};
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
};
struct GetItemResponse {
  std::optional<Item> item{};  // none: no such item
  std::optional<ConsumedCapacity> consumed_capacity{};
};

struct PutItemRequest {
  std::string table_name{};
  Item item{};
  std::optional<ExpectedConditions> expected{};
  std::optional<ConditionalOperator> conditional_operator{};
  std::optional<std::string> condition_expression{};
  ExpressionAttributes attributes{};
  ReturnValues return_values = ReturnValues::kNone;
  ReturnValuesOnConditionCheckFailure on_condition_failure =
      ReturnValuesOnConditionCheckFailure::kNone;
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
  ReturnItemCollectionMetrics return_item_collection_metrics = ReturnItemCollectionMetrics::kNone;
};

struct DeleteItemRequest {
  std::string table_name{};
  Item key{};
  std::optional<ExpectedConditions> expected{};
  std::optional<ConditionalOperator> conditional_operator{};
  std::optional<std::string> condition_expression{};
  ExpressionAttributes attributes{};
  ReturnValues return_values = ReturnValues::kNone;
  ReturnValuesOnConditionCheckFailure on_condition_failure =
      ReturnValuesOnConditionCheckFailure::kNone;
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
  ReturnItemCollectionMetrics return_item_collection_metrics = ReturnItemCollectionMetrics::kNone;
};

struct UpdateItemRequest {
  std::string table_name{};
  Item key{};
  std::optional<AttributeUpdates> attribute_updates{};
  std::optional<ExpectedConditions> expected{};
  std::optional<ConditionalOperator> conditional_operator{};
  std::optional<std::string> update_expression{};
  std::optional<std::string> condition_expression{};
  ExpressionAttributes attributes{};
  ReturnValues return_values = ReturnValues::kNone;
  ReturnValuesOnConditionCheckFailure on_condition_failure =
      ReturnValuesOnConditionCheckFailure::kNone;
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
  ReturnItemCollectionMetrics return_item_collection_metrics = ReturnItemCollectionMetrics::kNone;
};

// PutItem, DeleteItem and UpdateItem answer alike.
struct WriteItemResponse {
  std::optional<Item> attributes{};  // what ReturnValues asked for; none: nothing to return
  std::optional<ConsumedCapacity> consumed_capacity{};
  std::optional<ItemCollectionMetrics> item_collection_metrics{};
};

// Select of Query and Scan.
enum class Select { kAllAttributes, kAllProjectedAttributes, kSpecificAttributes, kCount };

// What Query and Scan have in common.
struct ReadPageRequest {
  std::string table_name{};
  std::optional<std::string> index_name{};
  std::optional<Select> select{};
  std::optional<std::vector<std::string>> attributes_to_get{};
  std::optional<int64_t> limit{};
  bool consistent_read = false;
  std::optional<ConditionalOperator> conditional_operator{};
  std::optional<Item> exclusive_start_key{};
  std::optional<std::string> projection_expression{};
  std::optional<std::string> filter_expression{};
  ExpressionAttributes attributes{};
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
};
struct QueryRequest : ReadPageRequest {
  std::optional<LegacyConditions> key_conditions{};
  std::optional<LegacyConditions> query_filter{};
  bool scan_index_forward = true;
  std::optional<std::string> key_condition_expression{};
};
struct ScanRequest : ReadPageRequest {
  std::optional<LegacyConditions> scan_filter{};
  std::optional<int64_t> total_segments{};
  std::optional<int64_t> segment{};
};
struct ReadPageResponse {
  bool count_only = false;  // Select COUNT: no Items member
  std::vector<Item> items{};
  int64_t count = 0;
  int64_t scanned_count = 0;
  size_t scanned_bytes = 0;  // of what was looked at; not part of the API's reply
  std::optional<Item> last_evaluated_key{};
  std::optional<ConsumedCapacity> consumed_capacity{};
};

struct KeysAndAttributes {
  std::vector<Item> keys{};
  std::optional<std::vector<std::string>> attributes_to_get{};
  bool consistent_read = false;
  bool consistent_read_was_set = false;
  std::optional<std::string> projection_expression{};
  std::optional<ExpressionNames> names{};
};
struct BatchGetItemRequest {
  std::vector<std::pair<std::string, KeysAndAttributes>> request_items{};  // in the order given
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
};
struct BatchGetItemResponse {
  std::vector<std::pair<std::string, std::vector<Item>>> responses{};
  std::vector<std::pair<std::string, KeysAndAttributes>> unprocessed_keys{};
  std::optional<std::vector<ConsumedCapacity>> consumed_capacity{};
};

struct WriteRequest {  // exactly one is there
  std::optional<Item> put{};
  std::optional<Item> delete_key{};
};
struct BatchWriteItemRequest {
  std::vector<std::pair<std::string, std::vector<WriteRequest>>> request_items{};
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
  ReturnItemCollectionMetrics return_item_collection_metrics = ReturnItemCollectionMetrics::kNone;
};
struct BatchWriteItemResponse {
  std::vector<std::pair<std::string, std::vector<WriteRequest>>> unprocessed_items{};
  CollectionMetricsByTable item_collection_metrics{};
  std::optional<std::vector<ConsumedCapacity>> consumed_capacity{};
};

}  // namespace stator::api
