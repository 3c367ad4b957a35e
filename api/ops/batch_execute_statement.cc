#include "api/ops/batch_execute_statement.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "api/ops/get_item.h"
#include "api/ops/item_key.h"
#include "api/ops/prepare_statement.h"
#include "api/ops/statement_write.h"
#include "api/ops/table_errors.h"
#include "api/partiql/messages.h"
#include "api/partiql/select_plan.h"
#include "kv/base/limits.h"
#include "kv/table/table_key.h"

namespace stator::api {
namespace {

using ErrorCode = BatchStatementErrorCode;

Status CheckLength(size_t statements) {
  if (statements == 0) {
    return BrokenConstraint("[]", "statements", "have length greater than or equal to 1");
  }
  if (statements <= limits::kBatchStatements) return OkStatus();
  return BrokenConstraint("[...]", "statements", "have length less than or equal to 25");
}

ErrorCode ErrorCodeOf(Code code) {
  switch (code) {
    case Code::kConditionFailed: return ErrorCode::kConditionalCheckFailed;
    case Code::kDuplicateItem: return ErrorCode::kDuplicateItem;
    case Code::kCollectionTooLarge: return ErrorCode::kItemCollectionSizeLimitExceeded;
    case Code::kNotFound: return ErrorCode::kResourceNotFound;
    case Code::kAccessDenied: return ErrorCode::kAccessDenied;
    case Code::kTransactionConflict: return ErrorCode::kTransactionConflict;
    case Code::kThrottled: return ErrorCode::kProvisionedThroughputExceeded;
    case Code::kOverCeiling: return ErrorCode::kThrottlingError;
    case Code::kLimitExceeded: return ErrorCode::kRequestLimitExceeded;
    case Code::kValidation:
    case Code::kTooLarge: return ErrorCode::kValidationError;
    default: return ErrorCode::kInternalServerError;
  }
}

BatchStatementError ErrorOf(const Status& status) {
  BatchStatementError error{ErrorCodeOf(status.code()), status.message()};
  // The payload of any other status is not an item (kv/base/status.h).
  const bool has_item =
      status.code() == Code::kConditionFailed || status.code() == Code::kDuplicateItem;
  if (has_item && !status.payload().empty()) error.item.emplace(ItemView(status.payload()));
  return error;
}

// One statement on its way: as long as `status` is OK it goes on.
struct Part {
  const BatchStatementRequest* request = nullptr;
  std::shared_ptr<const partiql::Statement> statement{};
  Status status{};
  std::shared_ptr<const TableSchema> schema{};
  partiql::ItemPlan read{};               // of a SELECT
  std::optional<StatementWrite> write{};  // of all others
};

Status Parse(Part* part) {
  STATOR_ASSIGN_OR_RETURN(part->statement, ReadStatement(part->request->statement));
  return CheckBeforeTable(*part->statement, part->request->parameters);
}

Status Plan(const OpContext& context, Part* part) {
  STATOR_ASSIGN_OR_RETURN(part->schema, FindSchema(context, *part->statement));
  const std::vector<Value>& parameters = part->request->parameters;
  if (const auto* select = std::get_if<partiql::SelectStatement>(&part->statement->body)) {
    STATOR_ASSIGN_OR_RETURN(
        part->read,
        partiql::PlanItem(*select, *part->schema, parameters,
                          partiql::messages::KeyNotGivenInSelect("BatchExecuteStatement")));
    return OkStatus();
  }
  STATOR_ASSIGN_OR_RETURN(part->write,
                          PlanStatementWrite(*part->statement, *part->schema, parameters));
  return OkStatus();
}

Status RefuseMixing(const std::vector<Part>& parts) {
  bool reads = false;
  bool writes = false;
  for (const Part& part : parts) {
    if (part.statement != nullptr) (part.statement->reads() ? reads : writes) = true;
  }
  if (!reads || !writes) return OkStatus();
  return ValidationError(std::string(partiql::messages::kMixedBatch));
}

// Without one, the handler of the statement has its own words for it.
bool HasSoundKey(const Part& part) {
  if (!part.write) return CheckKey(*part.schema, part.read.key.view()).ok();
  const ItemView item = KeyOf(*part.write);
  return std::holds_alternative<PutItemRequest>(*part.write)
             ? CheckItemKeys(*part.schema, item).ok()
             : CheckKey(*part.schema, item).ok();
}

Status RefuseDuplicates(const OpContext& context, const std::vector<Part>& parts) {
  std::set<std::string> seen;
  for (const Part& part : parts) {
    if (!part.status.ok() || !HasSoundKey(part)) continue;
    const ItemView key = part.write ? KeyOf(*part.write) : part.read.key.view();
    Location location = LocateItem(*part.schema, key, context.database->store().partitions());
    if (seen.insert(std::move(location.key)).second) continue;
    return ValidationError(std::string(partiql::messages::kBatchDuplicates));
  }
  return OkStatus();
}

// What one statement gives.
struct Outcome {
  std::optional<Item> item;
  std::optional<ConsumedCapacity> consumed_capacity;
};

Result<Outcome> Run(const OpContext& context, ReturnConsumedCapacity mode, Part* part) {
  if (part->write) {
    STATOR_ASSIGN_OR_RETURN(WriteItemResponse written,
                            RunStatementWrite(context, std::move(*part->write),
                                              {part->request->on_condition_failure, mode}));
    return Outcome{std::move(written.attributes), std::move(written.consumed_capacity)};
  }
  GetItemRequest get;
  get.table_name = part->statement->table().table;
  get.key = std::move(part->read.key);
  get.consistent_read = part->request->consistent_read;
  get.return_consumed_capacity = mode;
  STATOR_ASSIGN_OR_RETURN(GetItemResponse found, GetItem(context, get));
  Outcome outcome{std::nullopt, std::move(found.consumed_capacity)};
  if (found.item) outcome.item = part->read.columns.Apply(found.item->view());
  return outcome;
}

Result<std::vector<Part>> Prepare(const OpContext& context,
                                  const BatchExecuteStatementRequest& request) {
  STATOR_RETURN_IF_ERROR(CheckLength(request.statements.size()));
  std::vector<Part> parts;
  for (const BatchStatementRequest& one : request.statements) {
    Part& part = parts.emplace_back(Part{&one});
    part.status = Parse(&part);
  }
  STATOR_RETURN_IF_ERROR(RefuseMixing(parts));
  for (size_t i = 0; i < parts.size(); ++i) {
    // Before the statement's own errors, which tell of its table.
    if (Status denial = DenialOf(context, i); !denial.ok()) parts[i].status = std::move(denial);
    if (parts[i].status.ok()) parts[i].status = Plan(context, &parts[i]);
  }
  STATOR_RETURN_IF_ERROR(RefuseDuplicates(context, parts));
  return parts;
}

}  // namespace

Result<BatchExecuteStatementResponse> BatchExecuteStatement(
    const OpContext& context, const BatchExecuteStatementRequest& request) {
  STATOR_ASSIGN_OR_RETURN(std::vector<Part> parts, Prepare(context, request));
  BatchExecuteStatementResponse response;
  std::vector<ConsumedCapacity> capacity;
  for (size_t i = 0; i < parts.size(); ++i) {
    Part& part = parts[i];
    BatchStatementResponse& reply = response.responses.emplace_back();
    if (!part.status.ok()) {
      reply.error = ErrorOf(part.status);
      continue;
    }
    reply.table_name = part.statement->table().table;
    const Status fault = FaultOf(context, i);
    Result<Outcome> outcome =
        fault.ok() ? Run(context, request.return_consumed_capacity, &part) : fault;
    if (!outcome.ok()) {
      reply.error = ErrorOf(outcome.status());
      continue;
    }
    reply.item = std::move(outcome->item);
    if (outcome->consumed_capacity) capacity.push_back(std::move(*outcome->consumed_capacity));
  }
  if (!capacity.empty()) response.consumed_capacity = std::move(capacity);
  return response;
}

}  // namespace stator::api
