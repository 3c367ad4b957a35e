#include "api/io/legacy_members.h"

#include <utility>

#include "api/io/member.h"
#include "api/json/item_json.h"

namespace stator::api {
namespace {

ComparisonOperator ParseComparison(std::string_view text) {
  using Op = ComparisonOperator;
  static constexpr std::pair<std::string_view, Op> kOperators[] = {
      {"EQ", Op::kEq},
      {"NE", Op::kNe},
      {"IN", Op::kIn},
      {"LE", Op::kLe},
      {"LT", Op::kLt},
      {"GE", Op::kGe},
      {"GT", Op::kGt},
      {"BETWEEN", Op::kBetween},
      {"NOT_NULL", Op::kNotNull},
      {"NULL", Op::kNull},
      {"CONTAINS", Op::kContains},
      {"NOT_CONTAINS", Op::kNotContains},
      {"BEGINS_WITH", Op::kBeginsWith}};
  for (const auto& [name, op] : kOperators) {
    if (name == text) return op;
  }
  return Op::kEq;  // not reached: the structural check knows the enum
}

Result<std::vector<Value>> ReadValueList(const json::Node& list) {
  std::vector<Value> values;
  for (auto it = list.begin(); it.Valid(); it.Next()) {
    STATOR_ASSIGN_OR_RETURN(Value value, json::ReadValue(it.value()));
    values.push_back(std::move(value));
  }
  return values;
}

Result<LegacyCondition> ReadCondition(const json::Node& object) {
  LegacyCondition condition;
  condition.op = ParseComparison(RequiredString(object, "ComparisonOperator"));
  if (const auto list = Member(object, "AttributeValueList")) {
    STATOR_ASSIGN_OR_RETURN(condition.values, ReadValueList(*list));
  }
  return condition;
}

Result<ExpectedCondition> ReadExpectedCondition(const json::Node& object) {
  ExpectedCondition condition;
  condition.exists = BoolMember(object, "Exists");
  if (const auto value = Member(object, "Value")) {
    STATOR_ASSIGN_OR_RETURN(condition.value, json::ReadValue(*value));
  }
  if (const auto op = Member(object, "ComparisonOperator")) {
    condition.op = ParseComparison(op->string());
  }
  if (const auto list = Member(object, "AttributeValueList")) {
    STATOR_ASSIGN_OR_RETURN(condition.values, ReadValueList(*list));
  }
  return condition;
}

AttributeAction ParseAction(std::string_view text) {
  if (text == "ADD") return AttributeAction::kAdd;
  return text == "DELETE" ? AttributeAction::kDelete : AttributeAction::kPut;
}

Result<AttributeUpdate> ReadUpdate(const json::Node& object) {
  AttributeUpdate update;
  update.action = ParseAction(RequiredString(object, "Action"));
  if (const auto value = Member(object, "Value")) {
    STATOR_ASSIGN_OR_RETURN(update.value, json::ReadValue(*value));
  }
  return update;
}

// A map member whose values `read` understands.
template <typename Map, typename Read>
Result<std::optional<Map>> ReadMap(const json::Node& body, std::string_view name, Read read) {
  const auto member = Member(body, name);
  if (!member) return std::optional<Map>();
  Map map;
  for (auto it = member->begin(); it.Valid(); it.Next()) {
    STATOR_ASSIGN_OR_RETURN(auto entry, read(it.value()));
    map.insert_or_assign(std::string(it.name()), std::move(entry));
  }
  return std::optional<Map>(std::move(map));
}

}  // namespace

Result<std::optional<LegacyConditions>> ReadLegacyConditions(const json::Node& body,
                                                             std::string_view name) {
  return ReadMap<LegacyConditions>(body, name, ReadCondition);
}

Result<std::optional<ExpectedConditions>> ReadExpected(const json::Node& body) {
  return ReadMap<ExpectedConditions>(body, "Expected", ReadExpectedCondition);
}

Result<std::optional<AttributeUpdates>> ReadAttributeUpdates(const json::Node& body) {
  return ReadMap<AttributeUpdates>(body, "AttributeUpdates", ReadUpdate);
}

}  // namespace stator::api
