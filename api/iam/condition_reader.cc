#include "api/iam/condition_reader.h"

#include <utility>

#include "api/iam/element_rules.h"
#include "api/iam/members.h"

namespace stator::api::iam {

namespace {

using json::Kind;
using json::Node;

// Numbers and booleans may go without quotation marks. A fraction with more than 17 digits needs
// them, because JSON's numbers are read as doubles.
Status ReadValue(const Node& node, const std::string& place, std::vector<std::string>* out) {
  switch (node.kind()) {
    case Kind::kString: out->emplace_back(node.string()); return OkStatus();
    case Kind::kBool: out->emplace_back(node.boolean() ? "true" : "false"); return OkStatus();
    case Kind::kNumber: out->push_back(node.number_text()); return OkStatus();
    default: return WrongAt(place, "must be a string, a number or a boolean");
  }
}

Status ReadKey(const Node& node, const std::string& place, ConditionOperator op,
               std::string_view key, bool variables, std::vector<Condition>* out) {
  STATOR_RETURN_IF_ERROR(At(place, CheckConditionKey(key)));
  std::vector<std::string> values;
  STATOR_RETURN_IF_ERROR(ForEachElement(node, place, [&](const Node& value, const std::string& at) {
    return ReadValue(value, at, &values);
  }));
  auto condition = Condition::Compile(op, key, values, variables);
  if (!condition.ok()) return At(place, condition.status());
  out->push_back(std::move(*condition));
  return OkStatus();
}

}  // namespace

Status ReadConditions(const Node& node, const std::string& place, bool variables,
                      std::vector<Condition>* out) {
  return ForEachMember(node, place, [&](std::string_view name, const Node& keys) -> Status {
    const std::string operator_place = MemberPlace(place, name);
    const auto op = ParseConditionOperator(name);
    if (!op) return WrongAt(operator_place, "there is no such condition operator");
    return ForEachMember(keys, operator_place, [&](std::string_view key, const Node& values) {
      return ReadKey(values, MemberPlace(operator_place, key), *op, key, variables, out);
    });
  });
}

}  // namespace stator::api::iam
