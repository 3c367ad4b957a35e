// KeyConditions.
#include <optional>
#include <utility>

#include "api/expr/expression.h"
#include "api/expr/legacy_rules.h"
#include "api/expr/messages.h"

namespace stator::api::expr {
namespace {

using Kind = SortCondition::Kind;

std::optional<Kind> SortKind(ComparisonOperator op) {
  switch (op) {
    case ComparisonOperator::kEq: return Kind::kEq;
    case ComparisonOperator::kLe: return Kind::kLe;
    case ComparisonOperator::kLt: return Kind::kLt;
    case ComparisonOperator::kGe: return Kind::kGe;
    case ComparisonOperator::kGt: return Kind::kGt;
    case ComparisonOperator::kBetween: return Kind::kBetween;
    case ComparisonOperator::kBeginsWith: return Kind::kBeginsWith;
    default: return std::nullopt;
  }
}

}  // namespace

Result<KeyConditionList> FromKeyConditions(const LegacyConditions& conditions) {
  for (const auto& [name, condition] : conditions) {
    STATOR_RETURN_IF_ERROR(CheckArguments(condition.op, condition.values));
  }
  KeyConditionList converted;
  for (const auto& [name, condition] : conditions) {
    const auto kind = SortKind(condition.op);
    if (!kind) return ValidationError(std::string(messages::kNotIndexable));
    SortCondition one;
    one.kind = *kind;
    one.name = name;
    one.first = condition.values.front();
    if (condition.values.size() > 1) one.second = condition.values[1];
    converted.push_back(std::move(one));
  }
  return converted;
}

}  // namespace stator::api::expr
