#include "api/partiql/write_plan.h"

#include <string>
#include <utility>

#include "api/partiql/condition_text.h"
#include "api/partiql/key_conditions.h"
#include "api/partiql/messages.h"
#include "api/partiql/request_text.h"
#include "api/partiql/update_text.h"
#include "api/partiql/value_resolver.h"

namespace stator::api::partiql {
namespace {

Status RefuseIndex(const TableName& name) {
  if (!name.index) return OkStatus();
  return ValidationError(std::string(messages::kIndexIsReadOnly));
}

std::string Existence(std::string_view function, const TableSchema& schema, RequestText* text) {
  return std::string(function) + "(" + text->Name(schema.keys.hash.front().name) + ")";
}

// The item is there, and as the conjuncts want it.
Result<std::string> ThereAnd(const Conjuncts& rest, const TableSchema& schema,
                             const ValueResolver& values, RequestText* text) {
  std::string condition = Existence("attribute_exists", schema, text);
  if (rest.empty()) return condition;
  STATOR_ASSIGN_OR_RETURN(const std::string wanted, ConditionText(values, text).All(rest));
  const bool is_or = rest.size() == 1 && rest.front()->is(Expression::Kind::kOr);
  return condition + (is_or ? " AND (" + wanted + ")" : " AND " + wanted);
}

ReturnValues ReturnValuesOf(const std::optional<Returning>& returning) {
  if (!returning) return ReturnValues::kNone;
  switch (*returning) {
    case Returning::kAllOld: return ReturnValues::kAllOld;
    case Returning::kModifiedOld: return ReturnValues::kUpdatedOld;
    case Returning::kAllNew: return ReturnValues::kAllNew;
    case Returning::kModifiedNew: return ReturnValues::kUpdatedNew;
  }
  return ReturnValues::kNone;
}

// Attribute by attribute, since each may nest as deep as values may.
Result<Item> ItemOf(const Expression& map, const ValueResolver& values) {
  if (!map.is(Expression::Kind::kMap)) {
    return ValidationError(std::string(messages::kItemIsNoMap) + map.place.ToErrorText());
  }
  std::vector<Value> attributes;
  for (size_t i = 0; i < map.operands.size(); ++i) {
    if (map.names[i].empty()) return ValidationError(std::string(messages::kEmptyName));
    STATOR_ASSIGN_OR_RETURN(Value value, values.Resolve(map.operands[i]));
    attributes.push_back(std::move(value));
  }
  ItemBuilder builder;
  for (size_t i = 0; i < attributes.size(); ++i) builder.Add(map.names[i], attributes[i].view());
  return builder.Finish();
}

Status CheckKeysOf(const Item& item, const KeySchema& keys) {
  for (const auto* attributes : {&keys.hash, &keys.range}) {
    for (const KeyAttribute& attribute : *attributes) {
      const auto value = item.Find(attribute.name);
      if (!value) return ValidationError(messages::KeyNotInItem(attribute.name));
      STATOR_RETURN_IF_ERROR(CheckKeyType(attribute, Value(*value)));
    }
  }
  return OkStatus();
}

std::string_view ReturningText(Returning returning) {
  switch (returning) {
    case Returning::kAllOld: return "ALL OLD";
    case Returning::kModifiedOld: return "MODIFIED OLD";
    case Returning::kAllNew: return "ALL NEW";
    case Returning::kModifiedNew: return "MODIFIED NEW";
  }
  return "";
}

}  // namespace

Result<PutItemRequest> PlanInsert(const InsertStatement& insert, const TableSchema& schema,
                                  const std::vector<Value>& parameters) {
  if (insert.into.index) return ValidationError(std::string(messages::kInsertIntoIndex));
  PutItemRequest put;
  put.table_name = insert.into.table;
  STATOR_ASSIGN_OR_RETURN(put.item, ItemOf(insert.item, ValueResolver(parameters)));
  STATOR_RETURN_IF_ERROR(CheckKeysOf(put.item, schema.keys));
  RequestText text;
  put.condition_expression = Existence("attribute_not_exists", schema, &text);
  put.attributes = std::move(text).Take();
  return put;
}

Result<UpdateItemRequest> PlanUpdate(const UpdateStatement& update, const TableSchema& schema,
                                     const std::vector<Value>& parameters) {
  STATOR_RETURN_IF_ERROR(RefuseIndex(update.table));
  const ValueResolver values(parameters);
  STATOR_ASSIGN_OR_RETURN(KeyAndRest split,
                          SplitKeyOfWrite(ConjunctsOf(update.where), schema.keys, values));
  UpdateItemRequest request;
  request.table_name = update.table.table;
  request.key = std::move(split.key);
  RequestText text;
  STATOR_ASSIGN_OR_RETURN(request.update_expression,
                          UpdateExpressionOf(update.assignments, values, &text));
  STATOR_ASSIGN_OR_RETURN(request.condition_expression,
                          ThereAnd(split.rest, schema, values, &text));
  request.attributes = std::move(text).Take();
  request.return_values = ReturnValuesOf(update.returning);
  return request;
}

Result<DeleteItemRequest> PlanDelete(const DeleteStatement& erase, const TableSchema& schema,
                                     const std::vector<Value>& parameters) {
  STATOR_RETURN_IF_ERROR(RefuseIndex(erase.from));
  if (erase.returning && *erase.returning != Returning::kAllOld) {
    return ValidationError(messages::ReturningInDelete(ReturningText(*erase.returning)));
  }
  const ValueResolver values(parameters);
  STATOR_ASSIGN_OR_RETURN(KeyAndRest split,
                          SplitKeyOfWrite(ConjunctsOf(erase.where), schema.keys, values));
  DeleteItemRequest request;
  request.table_name = erase.from.table;
  request.key = std::move(split.key);
  request.return_values = ReturnValuesOf(erase.returning);
  if (split.rest.empty()) return request;
  RequestText text;
  const std::string absent = Existence("attribute_not_exists", schema, &text);
  STATOR_ASSIGN_OR_RETURN(const std::string rest, ConditionText(values, &text).All(split.rest));
  request.condition_expression = absent + " OR " + rest;
  request.attributes = std::move(text).Take();
  return request;
}

Result<TransactConditionCheck> PlanExists(const ExistsStatement& exists, const TableSchema& schema,
                                          const std::vector<Value>& parameters) {
  const SelectStatement& select = exists.select;
  if (select.from.index) return ValidationError(std::string(messages::kExistsOnIndex));
  const ValueResolver values(parameters);
  STATOR_ASSIGN_OR_RETURN(KeyAndRest split, SplitKey(ConjunctsOf(select.where), schema.keys, values,
                                                     messages::kExistsNeedsCondition));
  if (split.rest.empty()) return ValidationError(std::string(messages::kExistsNeedsCondition));
  TransactConditionCheck check;
  check.table_name = select.from.table;
  check.key = std::move(split.key);
  RequestText text;
  STATOR_ASSIGN_OR_RETURN(check.condition_expression, ThereAnd(split.rest, schema, values, &text));
  check.attributes = std::move(text).Take();
  return check;
}

}  // namespace stator::api::partiql
