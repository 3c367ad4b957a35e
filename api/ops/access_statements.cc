// What statements touch. A SELECT and an EXISTS are PartiQLSelect (AWS: Service Authorization
// Reference names no other action that ExecuteTransaction could need for it).
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/ops/access_facts.h"
#include "api/ops/access_keys.h"
#include "api/ops/prepare_statement.h"
#include "api/ops/statement_write.h"
#include "api/partiql/select_plan.h"
#include "api/partiql/write_plan.h"

namespace stator::api {
namespace {

using OnFailure = ReturnValuesOnConditionCheckFailure;

// Every attribute that a part of the statement names.
void AddNamesIn(const partiql::Expression& expression, TouchedAttributes* attributes) {
  if (expression.is(partiql::Expression::Kind::kPath)) {
    attributes->Add(expression.path.top_level());
  }
  for (const partiql::Expression& operand : expression.operands) AddNamesIn(operand, attributes);
}
void AddNamesIn(const std::optional<partiql::Expression>& expression,
                TouchedAttributes* attributes) {
  if (expression) AddNamesIn(*expression, attributes);
}

// One statement of a request.
struct StatementCall {
  const std::vector<Value>& parameters;
  OnFailure on_failure;
  std::string_view enclosing_operation{};  // empty: it is by itself, or in a batch
};

ReturnValues ReturnValuesOf(const std::optional<partiql::Returning>& returning) {
  if (!returning) return ReturnValues::kNone;
  switch (*returning) {
    case partiql::Returning::kAllOld: return ReturnValues::kAllOld;
    case partiql::Returning::kModifiedOld: return ReturnValues::kUpdatedOld;
    case partiql::Returning::kAllNew: return ReturnValues::kAllNew;
    case partiql::Returning::kModifiedNew: return ReturnValues::kUpdatedNew;
  }
  return ReturnValues::kAllOld;
}

// What a statement touches in its table, as far as can be told.
class StatementAccess {
 public:
  StatementAccess(AccessCollector* collector, const partiql::Statement& statement,
                  const StatementCall& call)
      : collector_(*collector),
        statement_(statement),
        call_(call),
        sound_(CheckBeforeTable(statement, call.parameters).ok()) {}

  AccessElement Describe() {
    const partiql::TableName& name = statement_.table();
    element_ = collector_.OnTableOrIndex(Action(), name.table, name.index);
    if (!collector_.WantsAny(element_)) return std::move(element_);
    std::visit([&](const auto& body) { Look(body); }, statement_.body);
    AddKeys();
    std::move(keys_).SetOn(collector_, &element_);
    std::move(attributes_).SetOn(collector_, &element_);
    if (!call_.enclosing_operation.empty()) {
      collector_.Set(AccessKey::kEnclosingOperation, call_.enclosing_operation, &element_);
    }
    return std::move(element_);
  }

 private:
  std::string_view Action() const {
    if (std::holds_alternative<partiql::InsertStatement>(statement_.body)) {
      return "dynamodb:PartiQLInsert";
    }
    if (std::holds_alternative<partiql::UpdateStatement>(statement_.body)) {
      return "dynamodb:PartiQLUpdate";
    }
    if (std::holds_alternative<partiql::DeleteStatement>(statement_.body)) {
      return "dynamodb:PartiQLDelete";
    }
    return "dynamodb:PartiQLSelect";
  }

  bool CanPlan() const { return sound_ && element_.schema != nullptr; }

  void AddKeys() {
    const bool no_such_index = statement_.table().index && element_.index == nullptr;
    if (element_.schema == nullptr || no_such_index) return attributes_.AddAll();
    attributes_.AddKeys(element_.schema->keys);
    if (element_.index != nullptr) attributes_.AddKeys(element_.index->keys);
  }

  void Look(const partiql::SelectStatement& select) {
    LookAtSelect(select);
    AddReturned(select);
    const bool all = select.columns.empty();
    collector_.Set(AccessKey::kSelect,
                   !all                ? "SPECIFIC_ATTRIBUTES"
                   : select.from.index ? "ALL_PROJECTED_ATTRIBUTES"
                                       : "ALL_ATTRIBUTES",
                   &element_);
    const auto partition_keys = PartitionKeysOf(select);
    const bool scans = !partition_keys || partition_keys->empty();
    // Other than a Scan, a SELECT has partition keys: one that reads the whole table has them all.
    if (scans) {
      keys_.AddUnknown();
    } else {
      for (const partiql::HashKey& key : *partition_keys) keys_.Add(key);
    }
    collector_.Set(AccessKey::kFullTableScan, scans ? "true" : "false", &element_);
  }

  // None: unknown. Empty: it reads the whole table or index.
  std::optional<std::vector<partiql::HashKey>> PartitionKeysOf(
      const partiql::SelectStatement& select) const {
    if (!CanPlan() || (select.from.index && element_.index == nullptr)) return std::nullopt;
    auto plan = partiql::PlanSelect(select, *element_.schema, call_.parameters);
    if (!plan.ok()) return std::nullopt;
    return std::move(plan->hash_keys);
  }

  void LookAtSelect(const partiql::SelectStatement& select) {
    AddNamesIn(select.where, &attributes_);
    for (const partiql::OrderTerm& term : select.order_by) attributes_.Add(term.name);
    for (const DocumentPath& column : select.columns) attributes_.Add(column.top_level());
  }

  void AddReturned(const partiql::SelectStatement& select) {
    if (!select.columns.empty()) return;
    if (element_.index == nullptr || element_.index->projection.type == ProjectionType::kAll) {
      return attributes_.AddAll();
    }
    attributes_.Add(element_.index->projection.non_key_attributes);
  }

  void Look(const partiql::InsertStatement& insert) {
    attributes_.Add(insert.item.names);
    if (!insert.item.is(partiql::Expression::Kind::kMap)) attributes_.AddAll();
    LookAtWrite(ReturnValues::kNone);
  }

  void Look(const partiql::UpdateStatement& update) {
    for (const partiql::Assignment& assignment : update.assignments) {
      attributes_.Add(assignment.path.top_level());
      AddNamesIn(assignment.value, &attributes_);
    }
    AddNamesIn(update.where, &attributes_);
    LookAtWrite(ReturnValuesOf(update.returning));
  }

  void Look(const partiql::DeleteStatement& erase) {
    AddNamesIn(erase.where, &attributes_);
    LookAtWrite(ReturnValuesOf(erase.returning));
  }

  // Tells of one item whether it is as the WHERE says, and shows it where its failure shall.
  void Look(const partiql::ExistsStatement& exists) {
    LookAtSelect(exists.select);
    if (call_.on_failure == OnFailure::kAllOld) attributes_.AddAll();
    const auto check = CanPlan() ? partiql::PlanExists(exists, *element_.schema, call_.parameters)
                                 : ValidationError("no plan");
    if (check.ok()) {
      keys_.AddItem(element_.schema.get(), check->key.view());
    } else {
      keys_.AddUnknown();
    }
    const bool shows = call_.on_failure == OnFailure::kAllOld;
    collector_.Set(AccessKey::kSelect, shows ? "ALL_ATTRIBUTES" : "SPECIFIC_ATTRIBUTES", &element_);
    collector_.Set(AccessKey::kFullTableScan, "false", &element_);
  }

  void LookAtWrite(ReturnValues values) {
    if (ReturnsWholeItem(values, call_.on_failure)) attributes_.AddAll();
    collector_.Set(AccessKey::kReturnValues, ReturnValuesText(values, call_.on_failure), &element_);
    const auto write = CanPlan()
                           ? PlanStatementWrite(statement_, *element_.schema, call_.parameters)
                           : ValidationError("no plan");
    if (write.ok()) {
      keys_.AddItem(element_.schema.get(), KeyOf(*write));
    } else {
      keys_.AddUnknown();
    }
  }

  AccessCollector& collector_;
  const partiql::Statement& statement_;
  const StatementCall& call_;
  const bool sound_;
  AccessElement element_;
  PartitionKeyValues keys_;
  TouchedAttributes attributes_;
};

// What cannot be read as a statement names nothing: the handler refuses it by its text alone.
std::optional<AccessElement> ElementOf(AccessCollector* collector, const std::string& text,
                                       const StatementCall& call) {
  const auto statement = ReadStatement(text);
  if (!statement.ok()) return std::nullopt;
  return StatementAccess(collector, **statement, call).Describe();
}

}  // namespace

AccessFacts AccessOf(const OpContext& context, const ExecuteStatementRequest& request) {
  AccessCollector collector(context);
  auto element =
      ElementOf(&collector, request.statement, {request.parameters, request.on_condition_failure});
  if (element) collector.Add(std::move(*element));
  return std::move(collector).Take();
}

AccessFacts AccessOf(const OpContext& context, const BatchExecuteStatementRequest& request) {
  AccessCollector collector(context);
  collector.MarkByStatement(request.statements.size());
  for (size_t i = 0; i < request.statements.size(); ++i) {
    const BatchStatementRequest& one = request.statements[i];
    auto element = ElementOf(&collector, one.statement, {one.parameters, one.on_condition_failure});
    if (element) collector.AddOfStatement(i, std::move(*element));
  }
  return std::move(collector).Take();
}

AccessFacts AccessOf(const OpContext& context, const ExecuteTransactionRequest& request) {
  AccessCollector collector(context);
  for (const ParameterizedStatement& one : request.transact_statements) {
    auto element = ElementOf(&collector, one.statement,
                             {one.parameters, one.on_condition_failure, "ExecuteTransaction"});
    if (element) collector.Add(std::move(*element));
  }
  return std::move(collector).Take();
}

}  // namespace stator::api
