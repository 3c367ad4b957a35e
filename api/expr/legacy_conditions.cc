// Expected, QueryFilter, ScanFilter and ConditionalOperator as conditions.
#include <memory>
#include <utility>

#include "api/expr/expression.h"
#include "api/expr/legacy_rules.h"
#include "api/expr/messages.h"
#include "api/expr/parameter_mixing.h"

namespace stator::api::expr {
namespace {

using Op = ComparisonOperator;

Status Invalid(const std::string& detail) { return messages::InvalidParameters(detail); }

// An Expected entry that names an operator, with Value as short for a list of one.
Result<ConditionNode> FromOperator(const std::string& name, const ExpectedCondition& expected) {
  const Op op = *expected.op;
  if (expected.exists) return Invalid(messages::ExistsWithOperator(name));
  const bool needs_argument = op != Op::kNull && op != Op::kNotNull;
  if (needs_argument && !expected.value && !expected.values) {
    return Invalid(messages::OperatorWithoutValue(OperatorName(op), name));
  }
  std::vector<Value> arguments;
  if (expected.values) arguments = *expected.values;
  if (expected.value) arguments.push_back(*expected.value);
  STATOR_RETURN_IF_ERROR(CheckArguments(op, arguments));
  return MakeCondition(name, op, arguments);
}

// An Expected entry with Exists, Value or both.
Result<ConditionNode> FromExists(const std::string& name, const ExpectedCondition& expected) {
  const bool exists = expected.exists.value_or(true);
  if (exists && !expected.value) {
    return Invalid(messages::ValueMissing(expected.exists ? "true" : "null", name));
  }
  if (!exists && expected.value) return Invalid(messages::ValueWithExistsFalse(name));
  if (!exists) return MakeCondition(name, Op::kNull, {});
  return MakeCondition(name, Op::kEq, {*expected.value});
}

Result<ConditionNode> FromExpectedEntry(const std::string& name,
                                        const ExpectedCondition& expected) {
  if (name.empty()) return ValidationError(std::string(messages::kEmptyName));
  if (expected.values && expected.value) return Invalid(messages::ValueWithList(name));
  if (expected.op) return FromOperator(name, expected);
  if (expected.values) return Invalid(messages::ListWithoutOperator(name));
  return FromExists(name, expected);
}

Condition Join(std::vector<ConditionNode> nodes, const std::optional<ConditionalOperator>& op) {
  if (nodes.empty()) return Condition();
  ConditionNode root;
  root.kind = op == ConditionalOperator::kOr ? ConditionNode::Kind::kOr : ConditionNode::Kind::kAnd;
  root.children = std::move(nodes);
  return Condition(std::make_shared<const ConditionNode>(std::move(root)));
}

}  // namespace

Result<Condition> FromExpected(const ExpectedConditions& expected,
                               std::optional<ConditionalOperator> op) {
  std::vector<ConditionNode> nodes;
  for (const auto& [name, entry] : expected) {
    STATOR_ASSIGN_OR_RETURN(ConditionNode node, FromExpectedEntry(name, entry));
    nodes.push_back(std::move(node));
  }
  STATOR_RETURN_IF_ERROR(CheckConditionalOperator(op, expected.size()));
  return Join(std::move(nodes), op);
}

Result<Condition> FromFilter(const LegacyConditions& filter,
                             std::optional<ConditionalOperator> op) {
  std::vector<ConditionNode> nodes;
  for (const auto& [name, condition] : filter) {
    if (name.empty()) return ValidationError(std::string(messages::kEmptyName));
    STATOR_RETURN_IF_ERROR(CheckArguments(condition.op, condition.values));
    nodes.push_back(MakeCondition(name, condition.op, condition.values));
  }
  STATOR_RETURN_IF_ERROR(CheckConditionalOperator(op, filter.size()));
  return Join(std::move(nodes), op);
}

}  // namespace stator::api::expr
