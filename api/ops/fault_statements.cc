// Targets of faults that statements name.
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "api/ops/fault_target.h"
#include "api/ops/prepare_statement.h"
#include "api/ops/statement_write.h"
#include "api/partiql/select_plan.h"
#include "api/partiql/write_plan.h"

namespace stator::api {
namespace {

void PlanRead(const partiql::Statement& statement, const partiql::SelectStatement& select,
              const std::vector<Value>& parameters, FaultElement* element) {
  element->index_name = statement.table().index;
  const auto plan = partiql::PlanSelect(select, *element->schema, parameters);
  if (!plan.ok() || plan->hash_keys.size() != 1 || plan->hash_keys.front().empty()) return;
  SetKey(plan->hash_keys.front().front(), element);
}

void PlanWrite(const partiql::Statement& statement, const std::vector<Value>& parameters,
               bool shows, FaultElement* element) {
  element->kind = CapacityKind::kWrite;
  element->conditional = true;
  element->inserts = std::holds_alternative<partiql::InsertStatement>(statement.body);
  if (const auto* exists = std::get_if<partiql::ExistsStatement>(&statement.body)) {
    const auto check = partiql::PlanExists(*exists, *element->schema, parameters);
    if (!check.ok()) return;
    SetKey(check->key.view(), element);
    if (shows) element->key_of_shown = check->key;
    return;
  }
  const auto write = PlanStatementWrite(statement, *element->schema, parameters);
  if (!write.ok()) return;
  SetKey(KeyOf(*write), element);
  if (shows) element->key_of_shown = Item(KeyOf(*write));
}

// What cannot be planned is refused by the handler: no table is known of it.
FaultElement ElementOf(const OpContext& context, const std::string& text,
                       const std::vector<Value>& parameters, bool shows) {
  const auto statement = ReadStatement(text);
  if (!statement.ok() || !CheckBeforeTable(**statement, parameters).ok()) return {};
  FaultElement element = ElementOfTable(context, (*statement)->table().table);
  if (element.schema == nullptr) return element;
  if (const auto* select = std::get_if<partiql::SelectStatement>(&(*statement)->body)) {
    PlanRead(**statement, *select, parameters, &element);
  } else {
    PlanWrite(**statement, parameters, shows, &element);
  }
  return element;
}

template <typename Request>
bool Shows(const Request& request) {
  return request.on_condition_failure == ReturnValuesOnConditionCheckFailure::kAllOld;
}

template <typename Requests>
FaultTarget TargetOfAll(const OpContext& context, FaultShape shape, const Requests& statements) {
  FaultTarget target{.shape = shape, .on_items = true};
  for (const auto& one : statements) {
    target.elements.push_back(ElementOf(context, one.statement, one.parameters, Shows(one)));
  }
  return target;
}

}  // namespace

FaultTarget TargetOf(const OpContext& context, const ExecuteStatementRequest& request) {
  FaultTarget target{.on_items = true};
  target.elements.push_back(
      ElementOf(context, request.statement, request.parameters, Shows(request)));
  return target;
}

FaultTarget TargetOf(const OpContext& context, const BatchExecuteStatementRequest& request) {
  return TargetOfAll(context, FaultShape::kStatements, request.statements);
}

FaultTarget TargetOf(const OpContext& context, const ExecuteTransactionRequest& request) {
  return TargetOfAll(context, FaultShape::kTransaction, request.transact_statements);
}

}  // namespace stator::api
