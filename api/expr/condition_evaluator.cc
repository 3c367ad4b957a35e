#include "api/expr/condition_evaluator.h"

#include <algorithm>
#include <optional>
#include <string>

#include "api/expr/operand_rules.h"
#include "api/expr/path_resolver.h"

namespace stator::api::expr {
namespace {

// What the service counts as a string's size: UTF-16 units, as Java does.
size_t Utf16Units(std::string_view utf8) {
  size_t units = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) ++units;  // not a continuation byte
    if (byte >= 0xF0) ++units;           // begins a character beyond the basic plane: two units
  }
  return units;
}

std::optional<size_t> SizeOf(const ValueView& value) {
  switch (value.type()) {
    case AttributeType::kString: return Utf16Units(value.bytes());
    case AttributeType::kBinary: return value.bytes().size();
    case AttributeType::kNumber:
    case AttributeType::kBool:
    case AttributeType::kNull: return std::nullopt;
    default: return value.count();
  }
}

// An operand's value in one item. Holds the bytes of a computed one, so it must stay where it is.
class Evaluated {
 public:
  Evaluated(const BoundOperand& operand, const ItemView& item) {
    switch (operand.kind) {
      case BoundOperand::Kind::kPath: value_ = Resolve(operand.path, item); break;
      case BoundOperand::Kind::kValue: value_ = operand.value.view(); break;
      case BoundOperand::Kind::kSizeOfPath: TakeSize(Resolve(operand.path, item)); break;
      case BoundOperand::Kind::kSizeOfValue: TakeSize(operand.value.view()); break;
    }
  }
  Evaluated(const Evaluated&) = delete;
  Evaluated& operator=(const Evaluated&) = delete;

  explicit operator bool() const { return value_.has_value(); }
  const ValueView& operator*() const { return *value_; }
  const ValueView* operator->() const { return &*value_; }

 private:
  void TakeSize(const std::optional<ValueView>& of) {
    const auto size = of ? SizeOf(*of) : std::nullopt;
    if (!size) return;
    AppendNumber(Number::FromInt(static_cast<int64_t>(*size)), &computed_);
    value_ = ValueView(AttributeType::kNumber, computed_);
  }

  std::string computed_;
  std::optional<ValueView> value_;
};

bool OrderHolds(Comparison comparison, int order) {
  switch (comparison) {
    case Comparison::kLess: return order < 0;
    case Comparison::kLessOrEqual: return order <= 0;
    case Comparison::kGreater: return order > 0;
    case Comparison::kGreaterOrEqual: return order >= 0;
    default: return false;
  }
}

bool Compare(const ConditionNode& node, const ItemView& item) {
  const Evaluated left(node.operands[0], item);
  const Evaluated right(node.operands[1], item);
  const bool equal = left && right && *left == *right;
  if (node.comparison == Comparison::kEqual) return equal;
  if (node.comparison == Comparison::kNotEqual) return !equal;
  if (!left || !right) return false;
  const auto order = CompareOrdered(*left, *right);
  return order && OrderHolds(node.comparison, *order);
}

bool Between(const ConditionNode& node, const ItemView& item) {
  const Evaluated value(node.operands[0], item);
  const Evaluated lower(node.operands[1], item);
  const Evaluated upper(node.operands[2], item);
  if (!value || !lower || !upper) return false;
  const auto above = CompareOrdered(*value, *lower);
  const auto below = CompareOrdered(*value, *upper);
  return above && below && *above >= 0 && *below <= 0;
}

bool In(const ConditionNode& node, const ItemView& item) {
  const Evaluated value(node.operands[0], item);
  if (!value) return false;
  return std::any_of(node.operands.begin() + 1, node.operands.end(), [&](const BoundOperand& one) {
    const Evaluated listed(one, item);
    return listed && *listed == *value;
  });
}

bool BeginsWith(const ConditionNode& node, const ItemView& item) {
  const Evaluated value(node.operands[0], item);
  const Evaluated prefix(node.operands[1], item);
  if (!value || !prefix || value->type() != prefix->type()) return false;
  if (!value->is(AttributeType::kString) && !value->is(AttributeType::kBinary)) return false;
  return value->bytes().substr(0, prefix->bytes().size()) == prefix->bytes();
}

bool ListContains(const ValueView& list, const ValueView& wanted) {
  for (MemberCursor it(list); it.Valid(); it.Next()) {
    if (it.value() == wanted) return true;
  }
  return false;
}

bool Contains(const ConditionNode& node, const ItemView& item) {
  const Evaluated container(node.operands[0], item);
  const Evaluated wanted(node.operands[1], item);
  if (!container || !wanted) return false;
  const auto element_is = [&](AttributeType type) { return wanted->is(type); };
  switch (container->type()) {
    case AttributeType::kString:
    case AttributeType::kBinary:
      return element_is(container->type()) &&
             container->bytes().find(wanted->bytes()) != std::string_view::npos;
    case AttributeType::kStringSet:
      return element_is(AttributeType::kString) && container->SetContains(wanted->bytes());
    case AttributeType::kNumberSet:
      return element_is(AttributeType::kNumber) && container->SetContains(wanted->bytes());
    case AttributeType::kBinarySet:
      return element_is(AttributeType::kBinary) && container->SetContains(wanted->bytes());
    case AttributeType::kList: return ListContains(*container, *wanted);
    default: return false;
  }
}

bool HasType(const ConditionNode& node, const ItemView& item) {
  const Evaluated value(node.operands[0], item);
  return value && value->type() == node.attribute_type;
}

}  // namespace

bool Evaluate(const ConditionNode& node, const ItemView& item) {
  const auto holds = [&](const ConditionNode& child) { return Evaluate(child, item); };
  switch (node.kind) {
    case ConditionNode::Kind::kAnd:
      return std::all_of(node.children.begin(), node.children.end(), holds);
    case ConditionNode::Kind::kOr:
      return std::any_of(node.children.begin(), node.children.end(), holds);
    case ConditionNode::Kind::kNot: return !holds(node.children.front());
    case ConditionNode::Kind::kCompare: return Compare(node, item);
    case ConditionNode::Kind::kBetween: return Between(node, item);
    case ConditionNode::Kind::kIn: return In(node, item);
    case ConditionNode::Kind::kAttributeExists:
      return Resolve(node.operands.front().path, item).has_value();
    case ConditionNode::Kind::kAttributeNotExists:
      return !Resolve(node.operands.front().path, item).has_value();
    case ConditionNode::Kind::kAttributeType: return HasType(node, item);
    case ConditionNode::Kind::kBeginsWith: return BeginsWith(node, item);
    case ConditionNode::Kind::kContains: return Contains(node, item);
  }
  return false;
}

}  // namespace stator::api::expr
