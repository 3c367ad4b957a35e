#include "api/io/partiql_io.h"

#include <string_view>
#include <utility>
#include <vector>

#include "api/io/capacity_members.h"
#include "api/io/item_members.h"
#include "api/io/member.h"
#include "api/json/item_json.h"

namespace stator::api {
namespace {

Result<std::vector<Value>> ReadParameters(const json::Node& object) {
  std::vector<Value> parameters;
  const auto member = Member(object, "Parameters");
  if (!member) return parameters;
  parameters.reserve(member->size());
  for (auto it = member->begin(); it.Valid(); it.Next()) {
    STATOR_ASSIGN_OR_RETURN(Value value, json::ReadValue(it.value()));
    parameters.push_back(std::move(value));
  }
  return parameters;
}

// What the statements of all three operations have; `Request` is one of theirs.
template <typename Request>
Status ReadStatement(const json::Node& object, Request* request) {
  request->statement = RequiredString(object, "Statement");
  STATOR_ASSIGN_OR_RETURN(request->parameters, ReadParameters(object));
  request->on_condition_failure = ReadOnConditionFailure(object);
  return OkStatus();
}

void WriteItemMember(std::string_view name, const std::optional<Item>& item, json::Writer* writer) {
  if (!item) return;
  writer->Name(name);
  json::WriteItem(item->view(), writer);
}

std::string_view ErrorCodeName(BatchStatementErrorCode code) {
  switch (code) {
    case BatchStatementErrorCode::kConditionalCheckFailed: return "ConditionalCheckFailed";
    case BatchStatementErrorCode::kItemCollectionSizeLimitExceeded:
      return "ItemCollectionSizeLimitExceeded";
    case BatchStatementErrorCode::kRequestLimitExceeded: return "RequestLimitExceeded";
    case BatchStatementErrorCode::kValidationError: return "ValidationError";
    case BatchStatementErrorCode::kProvisionedThroughputExceeded:
      return "ProvisionedThroughputExceeded";
    case BatchStatementErrorCode::kTransactionConflict: return "TransactionConflict";
    case BatchStatementErrorCode::kThrottlingError: return "ThrottlingError";
    case BatchStatementErrorCode::kInternalServerError: return "InternalServerError";
    case BatchStatementErrorCode::kResourceNotFound: return "ResourceNotFound";
    case BatchStatementErrorCode::kAccessDenied: return "AccessDenied";
    case BatchStatementErrorCode::kDuplicateItem: return "DuplicateItem";
  }
  return "InternalServerError";
}

void WriteBatchError(const BatchStatementError& error, json::Writer* writer) {
  writer->Name("Error");
  writer->BeginObject();
  writer->Name("Code");
  writer->String(ErrorCodeName(error.code));
  writer->Name("Message");
  writer->String(error.message);
  WriteItemMember("Item", error.item, writer);
  writer->EndObject();
}

}  // namespace

Result<ExecuteStatementRequest> DecodeExecuteStatement(const json::Node& body) {
  ExecuteStatementRequest request;
  STATOR_RETURN_IF_ERROR(ReadStatement(body, &request));
  request.consistent_read = BoolMember(body, "ConsistentRead").value_or(false);
  request.next_token = StringMember(body, "NextToken");
  request.limit = IntegerMember(body, "Limit");
  request.return_consumed_capacity = ReadReturnConsumedCapacity(body);
  return request;
}

void EncodeExecuteStatement(const ExecuteStatementResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Items");
  writer->BeginArray();
  for (const Item& item : reply.items) json::WriteItem(item.view(), writer);
  writer->EndArray();
  if (reply.next_token) {
    writer->Name("NextToken");
    writer->String(*reply.next_token);
  }
  WriteItemMember("LastEvaluatedKey", reply.last_evaluated_key, writer);
  if (reply.consumed_capacity) {
    writer->Name("ConsumedCapacity");
    WriteConsumedCapacity(*reply.consumed_capacity, writer);
  }
  writer->EndObject();
}

Result<BatchExecuteStatementRequest> DecodeBatchExecuteStatement(const json::Node& body) {
  BatchExecuteStatementRequest request;
  if (const auto statements = Member(body, "Statements")) {
    for (auto it = statements->begin(); it.Valid(); it.Next()) {
      BatchStatementRequest statement;
      STATOR_RETURN_IF_ERROR(ReadStatement(it.value(), &statement));
      statement.consistent_read = BoolMember(it.value(), "ConsistentRead").value_or(false);
      request.statements.push_back(std::move(statement));
    }
  }
  request.return_consumed_capacity = ReadReturnConsumedCapacity(body);
  return request;
}

void EncodeBatchExecuteStatement(const BatchExecuteStatementResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Responses");
  writer->BeginArray();
  for (const BatchStatementResponse& one : reply.responses) {
    writer->BeginObject();
    if (one.error) WriteBatchError(*one.error, writer);
    if (one.table_name) {
      writer->Name("TableName");
      writer->String(*one.table_name);
    }
    WriteItemMember("Item", one.item, writer);
    writer->EndObject();
  }
  writer->EndArray();
  WriteConsumedCapacities(reply.consumed_capacity, writer);
  writer->EndObject();
}

Result<ExecuteTransactionRequest> DecodeExecuteTransaction(const json::Node& body) {
  ExecuteTransactionRequest request;
  if (const auto statements = Member(body, "TransactStatements")) {
    for (auto it = statements->begin(); it.Valid(); it.Next()) {
      ParameterizedStatement statement;
      STATOR_RETURN_IF_ERROR(ReadStatement(it.value(), &statement));
      request.transact_statements.push_back(std::move(statement));
    }
  }
  request.client_request_token = StringMember(body, "ClientRequestToken");
  request.return_consumed_capacity = ReadReturnConsumedCapacity(body);
  return request;
}

void EncodeExecuteTransaction(const ExecuteTransactionResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Responses");
  writer->BeginArray();
  for (const std::optional<Item>& item : reply.responses) {
    writer->BeginObject();
    WriteItemMember("Item", item, writer);
    writer->EndObject();
  }
  writer->EndArray();
  WriteConsumedCapacities(reply.consumed_capacity, writer);
  writer->EndObject();
}

}  // namespace stator::api
