// Requests and replies of the operations that take PartiQL: ExecuteStatement, BatchExecuteStatement
// and ExecuteTransaction. As in item_ops.h, every member has an initializer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/types/common.h"

namespace stator::api {

struct ExecuteStatementRequest {
  std::string statement{};
  std::vector<Value> parameters{};  // one for each ? of the statement
  bool consistent_read = false;
  std::optional<std::string> next_token{};  // of the page before
  std::optional<int64_t> limit{};           // items that a page looks at
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
  ReturnValuesOnConditionCheckFailure on_condition_failure =
      ReturnValuesOnConditionCheckFailure::kNone;
};
struct ExecuteStatementResponse {
  std::vector<Item> items{};  // what was read, or what RETURNING asked for
  std::optional<std::string> next_token{};
  std::optional<Item> last_evaluated_key{};
  std::optional<ConsumedCapacity> consumed_capacity{};
};

struct BatchStatementRequest {
  std::string statement{};
  std::vector<Value> parameters{};
  bool consistent_read = false;
  ReturnValuesOnConditionCheckFailure on_condition_failure =
      ReturnValuesOnConditionCheckFailure::kNone;
};
struct BatchExecuteStatementRequest {
  std::vector<BatchStatementRequest> statements{};
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
};
enum class BatchStatementErrorCode {
  kConditionalCheckFailed,
  kItemCollectionSizeLimitExceeded,
  kRequestLimitExceeded,
  kValidationError,
  kProvisionedThroughputExceeded,
  kTransactionConflict,
  kThrottlingError,
  kInternalServerError,
  kResourceNotFound,
  kAccessDenied,
  kDuplicateItem,
};
struct BatchStatementError {
  BatchStatementErrorCode code = BatchStatementErrorCode::kInternalServerError;
  std::string message{};
  std::optional<Item> item{};  // of a failed condition, where the statement asked for it
};
struct BatchStatementResponse {
  std::optional<BatchStatementError> error{};
  std::optional<std::string> table_name{};  // none: the statement could not be planned
  std::optional<Item> item{};
};
struct BatchExecuteStatementResponse {
  std::vector<BatchStatementResponse> responses{};                   // in the request's order
  std::optional<std::vector<ConsumedCapacity>> consumed_capacity{};  // one for each that was done
};

struct ParameterizedStatement {
  std::string statement{};
  std::vector<Value> parameters{};
  ReturnValuesOnConditionCheckFailure on_condition_failure =
      ReturnValuesOnConditionCheckFailure::kNone;
};
struct ExecuteTransactionRequest {
  std::vector<ParameterizedStatement> transact_statements{};
  // As of TransactWriteItemsRequest. Transactions that read have no use for it.
  std::optional<std::string> client_request_token{};
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
};
struct ExecuteTransactionResponse {
  // In the request's order; none for a transaction that writes.
  std::vector<std::optional<Item>> responses{};
  std::optional<std::vector<ConsumedCapacity>> consumed_capacity{};  // one per table
};

}  // namespace stator::api
