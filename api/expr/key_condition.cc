#include "api/expr/key_condition.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "api/expr/messages.h"

namespace stator::api::expr {
namespace {

using Kind = SortCondition::Kind;

Status Refuse(std::string_view text) { return ValidationError(std::string(text)); }

// The operator's name where keys do not have it, else empty.
std::string_view RefusedOperator(const ConditionNode& node) {
  switch (node.kind) {
    case ConditionNode::Kind::kOr: return "OR";
    case ConditionNode::Kind::kNot: return "NOT";
    case ConditionNode::Kind::kIn: return "IN";
    case ConditionNode::Kind::kAttributeExists: return "attribute_exists";
    case ConditionNode::Kind::kAttributeNotExists: return "attribute_not_exists";
    case ConditionNode::Kind::kAttributeType: return "attribute_type";
    case ConditionNode::Kind::kContains: return "contains";
    case ConditionNode::Kind::kCompare: return node.comparison == Comparison::kNotEqual ? "<>" : "";
    default: return "";
  }
}

Kind SortKind(const ConditionNode& node) {
  switch (node.kind) {
    case ConditionNode::Kind::kBetween: return Kind::kBetween;
    case ConditionNode::Kind::kBeginsWith: return Kind::kBeginsWith;
    default: break;
  }
  switch (node.comparison) {
    case Comparison::kLess: return Kind::kLt;
    case Comparison::kLessOrEqual: return Kind::kLe;
    case Comparison::kGreater: return Kind::kGt;
    case Comparison::kGreaterOrEqual: return Kind::kGe;
    default: return Kind::kEq;
  }
}

// `:v < key` says `key > :v`.
Kind Mirrored(Kind kind) {
  switch (kind) {
    case Kind::kLt: return Kind::kGt;
    case Kind::kLe: return Kind::kGe;
    case Kind::kGt: return Kind::kLt;
    case Kind::kGe: return Kind::kLe;
    default: return kind;
  }
}

// The position of the one operand that is a path.
Result<size_t> FindKeyOperand(const ConditionNode& node) {
  size_t found = node.operands.size();
  for (size_t i = 0; i < node.operands.size(); ++i) {
    const BoundOperand& operand = node.operands[i];
    if (operand.kind == BoundOperand::Kind::kValue) continue;
    if (operand.kind != BoundOperand::Kind::kPath) return Refuse(messages::kNestedKeyOperation);
    if (found != node.operands.size()) return Refuse(messages::kTwoAttributesInCondition);
    if (!operand.path.is_top_level()) return Refuse(messages::kNestedKeyAttribute);
    found = i;
  }
  if (found == node.operands.size()) return Refuse(messages::kNoKeyInCondition);
  return found;
}

class Extractor {
 public:
  Status Visit(const ConditionNode& node) {
    const std::string_view refused = RefusedOperator(node);
    if (!refused.empty()) return ValidationError(messages::KeyOperatorNotAllowed(refused));
    if (node.kind == ConditionNode::Kind::kAnd) {
      for (const ConditionNode& child : node.children) STATOR_RETURN_IF_ERROR(Visit(child));
      return OkStatus();
    }
    return AddCondition(node);
  }

  KeyConditionList Take() { return std::move(conditions_); }

 private:
  Status AddCondition(const ConditionNode& node) {
    if (node.kind != ConditionNode::Kind::kCompare &&
        node.operands.front().kind == BoundOperand::Kind::kValue) {
      const bool between = node.kind == ConditionNode::Kind::kBetween;
      return ValidationError(messages::KeyNotFirstOperand(between ? "BETWEEN" : "begins_with"));
    }
    STATOR_ASSIGN_OR_RETURN(const size_t key, FindKeyOperand(node));
    SortCondition condition;
    condition.kind = key == 0 ? SortKind(node) : Mirrored(SortKind(node));
    condition.name = node.operands[key].path.top_level();
    condition.first = node.operands[key == 0 ? 1 : 0].value;
    if (condition.kind == Kind::kBetween) condition.second = node.operands[2].value;
    const bool twice =
        std::any_of(conditions_.begin(), conditions_.end(),
                    [&](const SortCondition& other) { return other.name == condition.name; });
    if (twice) return Refuse(messages::kKeyConditionTwice);
    conditions_.push_back(std::move(condition));
    return OkStatus();
  }

  KeyConditionList conditions_;
};

}  // namespace

Result<KeyConditionList> ExtractKeyConditions(const ConditionNode& root) {
  Extractor extractor;
  STATOR_RETURN_IF_ERROR(extractor.Visit(root));
  return extractor.Take();
}

}  // namespace stator::api::expr
