#include "api/ops/execute_transaction.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/ops/prepare_statement.h"
#include "api/ops/statement_write.h"
#include "api/ops/table_errors.h"
#include "api/ops/transact_get_items.h"
#include "api/ops/transact_write_items.h"
#include "api/partiql/columns.h"
#include "api/partiql/messages.h"
#include "api/partiql/select_plan.h"
#include "api/partiql/write_plan.h"
#include "api/types/cancellation.h"
#include "kv/base/limits.h"

namespace stator::api {
namespace {

// A statement of the transaction, with all that its planning needs.
struct Part {
  const ParameterizedStatement* request = nullptr;
  std::shared_ptr<const partiql::Statement> statement;
  std::shared_ptr<const TableSchema> schema;
};

Status CheckLength(size_t statements) {
  if (statements == 0) {
    return BrokenConstraint("[]", "transactStatements", "have length greater than or equal to 1");
  }
  if (statements <= limits::kTransactionItems) return OkStatus();
  return BrokenConstraint("[...]", "transactStatements", "have length less than or equal to 100");
}

bool Returns(const partiql::Statement& statement) {
  if (const auto* update = std::get_if<partiql::UpdateStatement>(&statement.body)) {
    return update->returning.has_value();
  }
  const auto* erase = std::get_if<partiql::DeleteStatement>(&statement.body);
  return erase != nullptr && erase->returning.has_value();
}

// For what refuses the transaction as a whole although it is wrong with one statement.
Status FailedAt(size_t position, const Status& status) {
  if (status.code() != Code::kValidation) return status;
  return ValidationError(partiql::messages::FailedInTransaction(position, status.message()));
}
Status FailedAt(size_t position, std::string_view detail) {
  return FailedAt(position, ValidationError(std::string(detail)));
}

Result<std::vector<Part>> ReadParts(const OpContext& context,
                                    const ExecuteTransactionRequest& request) {
  STATOR_RETURN_IF_ERROR(CheckLength(request.transact_statements.size()));
  std::vector<Part> parts;
  for (const ParameterizedStatement& one : request.transact_statements) {
    STATOR_ASSIGN_OR_RETURN(auto statement, ReadStatement(one.statement));
    if (!parts.empty() && parts.front().statement->reads() != statement->reads()) {
      return ValidationError(std::string(partiql::messages::kMixedTransaction));
    }
    parts.push_back({&one, std::move(statement), nullptr});
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    const Status alone = CheckBeforeTable(*parts[i].statement, parts[i].request->parameters);
    if (!alone.ok()) return FailedAt(i, alone);
    if (Returns(*parts[i].statement)) {
      return FailedAt(i, partiql::messages::kReturningInTransaction);
    }
  }
  for (Part& part : parts) {
    STATOR_ASSIGN_OR_RETURN(part.schema, FindSchema(context, *part.statement));
  }
  return parts;
}

Result<ExecuteTransactionResponse> Read(const OpContext& context,
                                        const ExecuteTransactionRequest& request,
                                        const std::vector<Part>& parts) {
  std::vector<partiql::Columns> columns;
  TransactGetItemsRequest gets;
  gets.return_consumed_capacity = request.return_consumed_capacity;
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto& select = std::get<partiql::SelectStatement>(parts[i].statement->body);
    if (select.from.index) return FailedAt(i, partiql::messages::kIndexInTransaction);
    auto plan = partiql::PlanItem(select, *parts[i].schema, parts[i].request->parameters,
                                  partiql::messages::KeyNotGivenInSelect("ExecuteTransaction"));
    if (!plan.ok()) return FailedAt(i, plan.status());
    columns.push_back(std::move(plan->columns));
    gets.transact_items.push_back({.table_name = select.from.table, .key = std::move(plan->key)});
  }
  STATOR_ASSIGN_OR_RETURN(TransactGetItemsResponse found, TransactGetItems(context, gets));
  ExecuteTransactionResponse response;
  for (size_t i = 0; i < parts.size(); ++i) {
    std::optional<Item>& item = found.responses[i];
    if (item) item = columns[i].Apply(item->view());
    response.responses.push_back(std::move(item));
  }
  response.consumed_capacity = std::move(found.consumed_capacity);
  return response;
}

class ActionPlanner {
 public:
  explicit ActionPlanner(const Part& part) : part_(part) {}

  Result<TransactWriteItem> operator()(const partiql::InsertStatement& insert) const {
    STATOR_ASSIGN_OR_RETURN(PutItemRequest put,
                            partiql::PlanInsert(insert, *part_.schema, part_.request->parameters));
    TransactWriteItem item;
    item.put = {.table_name = std::move(put.table_name),
                .item = std::move(put.item),
                .condition_expression = std::move(put.condition_expression),
                .attributes = std::move(put.attributes),
                .on_condition_failure = part_.request->on_condition_failure};
    return item;
  }
  Result<TransactWriteItem> operator()(const partiql::UpdateStatement& update) const {
    STATOR_ASSIGN_OR_RETURN(UpdateItemRequest request,
                            partiql::PlanUpdate(update, *part_.schema, part_.request->parameters));
    TransactWriteItem item;
    item.update = {.table_name = std::move(request.table_name),
                   .key = std::move(request.key),
                   .update_expression = std::move(*request.update_expression),
                   .condition_expression = std::move(request.condition_expression),
                   .attributes = std::move(request.attributes),
                   .on_condition_failure = part_.request->on_condition_failure};
    return item;
  }
  Result<TransactWriteItem> operator()(const partiql::DeleteStatement& erase) const {
    STATOR_ASSIGN_OR_RETURN(DeleteItemRequest request,
                            partiql::PlanDelete(erase, *part_.schema, part_.request->parameters));
    TransactWriteItem item;
    item.erase = {.table_name = std::move(request.table_name),
                  .key = std::move(request.key),
                  .condition_expression = std::move(request.condition_expression),
                  .attributes = std::move(request.attributes),
                  .on_condition_failure = part_.request->on_condition_failure};
    return item;
  }
  Result<TransactWriteItem> operator()(const partiql::ExistsStatement& exists) const {
    TransactWriteItem item;
    STATOR_ASSIGN_OR_RETURN(item.condition_check,
                            partiql::PlanExists(exists, *part_.schema, part_.request->parameters));
    item.condition_check->on_condition_failure = part_.request->on_condition_failure;
    return item;
  }
  Result<TransactWriteItem> operator()(const partiql::SelectStatement&) const {
    return InternalError("a SELECT is no action");
  }

 private:
  const Part& part_;
};

// What does not fit its table is a reason to cancel the transaction.
Status CancelIfRefused(const std::vector<Status>& refused) {
  const bool sound =
      std::all_of(refused.begin(), refused.end(), [](const Status& status) { return status.ok(); });
  return sound ? OkStatus() : TransactionCanceled(refused);
}

// An INSERT that finds an item has a reason of its own.
Status NameDuplicates(const Status& status, const std::vector<Part>& parts) {
  std::vector<Status> reasons = CancellationStatuses(status);
  if (reasons.size() != parts.size()) return status;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!std::holds_alternative<partiql::InsertStatement>(parts[i].statement->body)) continue;
    reasons[i] = ToDuplicateItem(reasons[i]);
  }
  return TransactionCanceled(reasons);
}

Result<ExecuteTransactionResponse> Write(const OpContext& context,
                                         const ExecuteTransactionRequest& request,
                                         const std::vector<Part>& parts) {
  TransactWriteItemsRequest writes;
  writes.client_request_token = request.client_request_token;
  writes.return_consumed_capacity = request.return_consumed_capacity;
  std::vector<Status> refused;
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto& body = parts[i].statement->body;
    auto action = std::visit(ActionPlanner(parts[i]), body);
    if (!action.ok() && std::holds_alternative<partiql::ExistsStatement>(body)) {
      return FailedAt(i, action.status());
    }
    refused.push_back(action.status());
    if (action.ok()) writes.transact_items.push_back(std::move(action).value());
  }
  STATOR_RETURN_IF_ERROR(CancelIfRefused(refused));
  Result<TransactWriteItemsResponse> written = TransactWriteItems(context, writes);
  if (!written.ok()) return NameDuplicates(written.status(), parts);
  ExecuteTransactionResponse response;
  response.consumed_capacity = std::move(written->consumed_capacity);
  return response;
}

}  // namespace

Result<ExecuteTransactionResponse> ExecuteTransaction(const OpContext& context,
                                                      const ExecuteTransactionRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const std::vector<Part> parts, ReadParts(context, request));
  return parts.front().statement->reads() ? Read(context, request, parts)
                                          : Write(context, request, parts);
}

}  // namespace stator::api
