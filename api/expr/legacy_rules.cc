#include "api/expr/legacy_rules.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "api/expr/messages.h"
#include "api/expr/operand_rules.h"

namespace stator::api::expr {
namespace {

using Op = ComparisonOperator;
using NodeKind = ConditionNode::Kind;

bool CountFits(Op op, size_t count) {
  switch (op) {
    case Op::kNull:
    case Op::kNotNull: return count == 0;
    case Op::kBetween: return count == 2;
    case Op::kIn: return count > 0;
    default: return count == 1;
  }
}

bool TypeFits(Op op, AttributeType type) {
  switch (op) {
    case Op::kEq:
    case Op::kNe: return true;
    case Op::kBeginsWith: return type == AttributeType::kString || type == AttributeType::kBinary;
    case Op::kContains:
    case Op::kNotContains:
      // One element, never a collection.
      return IsOrdered(type) || type == AttributeType::kBool || type == AttributeType::kNull;
    default: return IsOrdered(type);
  }
}

DocumentPath TopLevel(const std::string& name) { return DocumentPath{{name}}; }

ConditionNode Test(NodeKind kind, const std::string& name, const std::vector<Value>& arguments) {
  ConditionNode node;
  node.kind = kind;
  node.operands.push_back(BoundOperand::Path(TopLevel(name)));
  for (const Value& argument : arguments) node.operands.push_back(BoundOperand::Literal(argument));
  return node;
}

ConditionNode CompareWith(Comparison comparison, const std::string& name,
                          const std::vector<Value>& arguments) {
  ConditionNode node = Test(NodeKind::kCompare, name, arguments);
  node.comparison = comparison;
  return node;
}

// The attribute must be there: alone among the negations, NOT_CONTAINS does not hold where it is
// absent.
ConditionNode NotContains(const std::string& name, const std::vector<Value>& arguments) {
  ConditionNode negation;
  negation.kind = NodeKind::kNot;
  negation.children.push_back(Test(NodeKind::kContains, name, arguments));
  ConditionNode both;
  both.kind = NodeKind::kAnd;
  both.children.push_back(Test(NodeKind::kAttributeExists, name, {}));
  both.children.push_back(std::move(negation));
  return both;
}

}  // namespace

std::string_view OperatorName(ComparisonOperator op) {
  switch (op) {
    case Op::kEq: return "EQ";
    case Op::kNe: return "NE";
    case Op::kIn: return "IN";
    case Op::kLe: return "LE";
    case Op::kLt: return "LT";
    case Op::kGe: return "GE";
    case Op::kGt: return "GT";
    case Op::kBetween: return "BETWEEN";
    case Op::kNotNull: return "NOT_NULL";
    case Op::kNull: return "NULL";
    case Op::kContains: return "CONTAINS";
    case Op::kNotContains: return "NOT_CONTAINS";
    case Op::kBeginsWith: return "BEGINS_WITH";
  }
  return "";
}

Status CheckArguments(ComparisonOperator op, const std::vector<Value>& arguments) {
  if (!CountFits(op, arguments.size())) {
    return messages::InvalidParameters(messages::WrongArgumentCount(OperatorName(op)));
  }
  if (arguments.empty()) return OkStatus();
  const AttributeType type = arguments.front().view().type();
  const bool same_type = std::all_of(arguments.begin(), arguments.end(),
                                     [&](const Value& value) { return value.view().is(type); });
  if (!same_type) return messages::InvalidParameters(messages::kListTypesDiffer);
  if (!TypeFits(op, type)) {
    return messages::InvalidParameters(
        messages::OperatorNotForType(OperatorName(op), TypeDescriptor(type)));
  }
  if (op == Op::kBetween && arguments[0].view().bytes() > arguments[1].view().bytes()) {
    return ValidationError(std::string(messages::kLegacyBetweenReversed));
  }
  return OkStatus();
}

ConditionNode MakeCondition(const std::string& name, ComparisonOperator op,
                            const std::vector<Value>& arguments) {
  switch (op) {
    case Op::kEq: return CompareWith(Comparison::kEqual, name, arguments);
    case Op::kNe: return CompareWith(Comparison::kNotEqual, name, arguments);
    case Op::kLe: return CompareWith(Comparison::kLessOrEqual, name, arguments);
    case Op::kLt: return CompareWith(Comparison::kLess, name, arguments);
    case Op::kGe: return CompareWith(Comparison::kGreaterOrEqual, name, arguments);
    case Op::kGt: return CompareWith(Comparison::kGreater, name, arguments);
    case Op::kIn: return Test(NodeKind::kIn, name, arguments);
    case Op::kBetween: return Test(NodeKind::kBetween, name, arguments);
    case Op::kNotNull: return Test(NodeKind::kAttributeExists, name, {});
    case Op::kNull: return Test(NodeKind::kAttributeNotExists, name, {});
    case Op::kContains: return Test(NodeKind::kContains, name, arguments);
    case Op::kNotContains: return NotContains(name, arguments);
    case Op::kBeginsWith: return Test(NodeKind::kBeginsWith, name, arguments);
  }
  return {};
}

}  // namespace stator::api::expr
