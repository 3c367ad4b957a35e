#include "api/expr/condition_binder.h"

#include <string_view>
#include <utility>

#include "api/expr/function_name.h"
#include "api/expr/messages.h"
#include "api/expr/operand_rules.h"
#include "api/expr/path_binder.h"
#include "kv/base/limits.h"

namespace stator::api::expr {
namespace {

std::string_view ComparisonText(Comparison comparison) {
  switch (comparison) {
    case Comparison::kEqual: return "=";
    case Comparison::kNotEqual: return "<>";
    case Comparison::kLess: return "<";
    case Comparison::kLessOrEqual: return "<=";
    case Comparison::kGreater: return ">";
    case Comparison::kGreaterOrEqual: return ">=";
  }
  return "";
}

ConditionNode::Kind NodeKind(ConditionSyntax::Kind kind) {
  switch (kind) {
    case ConditionSyntax::Kind::kAnd: return ConditionNode::Kind::kAnd;
    case ConditionSyntax::Kind::kOr: return ConditionNode::Kind::kOr;
    case ConditionSyntax::Kind::kNot: return ConditionNode::Kind::kNot;
    case ConditionSyntax::Kind::kBetween: return ConditionNode::Kind::kBetween;
    case ConditionSyntax::Kind::kIn: return ConditionNode::Kind::kIn;
    default: return ConditionNode::Kind::kCompare;
  }
}

ConditionNode::Kind NodeKind(FunctionName function) {
  switch (function) {
    case FunctionName::kAttributeExists: return ConditionNode::Kind::kAttributeExists;
    case FunctionName::kAttributeNotExists: return ConditionNode::Kind::kAttributeNotExists;
    case FunctionName::kAttributeType: return ConditionNode::Kind::kAttributeType;
    case FunctionName::kBeginsWith: return ConditionNode::Kind::kBeginsWith;
    default: return ConditionNode::Kind::kContains;
  }
}

class ConditionBinder {
 public:
  explicit ConditionBinder(Placeholders* placeholders) : placeholders_(placeholders) {}

  Result<ConditionNode> Bind(const ConditionSyntax& syntax) {
    if (syntax.kind == ConditionSyntax::Kind::kFunction) return BindCall(syntax.operands.front());
    ConditionNode node;
    node.kind = NodeKind(syntax.kind);
    node.comparison = syntax.comparison;
    node.children.reserve(syntax.children.size());
    for (const ConditionSyntax& child : syntax.children) {
      STATOR_ASSIGN_OR_RETURN(ConditionNode bound, Bind(child));
      node.children.push_back(std::move(bound));
    }
    STATOR_RETURN_IF_ERROR(BindOperands(syntax.operands, &node.operands));
    STATOR_RETURN_IF_ERROR(CheckOperator(node));
    return node;
  }

 private:
  Status BindOperands(const std::vector<OperandSyntax>& syntax, std::vector<BoundOperand>* bound) {
    bound->reserve(syntax.size());
    for (const OperandSyntax& operand : syntax) {
      STATOR_ASSIGN_OR_RETURN(BoundOperand next, BindOperand(operand));
      bound->push_back(std::move(next));
    }
    return OkStatus();
  }

  Result<BoundOperand> BindOperand(const OperandSyntax& syntax) {
    switch (syntax.kind) {
      case OperandSyntax::Kind::kPath: {
        STATOR_ASSIGN_OR_RETURN(DocumentPath path, BindPath(syntax.path, placeholders_));
        return BoundOperand::Path(std::move(path));
      }
      case OperandSyntax::Kind::kValue: {
        const Value* value = placeholders_->FindValue(syntax.text);
        if (value == nullptr) return ValidationError(messages::UndefinedValue(syntax.text));
        return BoundOperand::Literal(*value);
      }
      case OperandSyntax::Kind::kFunction: break;
    }
    return BindSize(syntax);  // no other function can be an operand (syntax_check.h)
  }

  Result<BoundOperand> BindSize(const OperandSyntax& syntax) {
    std::vector<BoundOperand> operands;
    STATOR_RETURN_IF_ERROR(BindOperands(syntax.arguments, &operands));
    STATOR_RETURN_IF_ERROR(CheckCount("size", FunctionName::kSize, operands.size()));
    STATOR_RETURN_IF_ERROR(CheckSize(operands.front()));
    BoundOperand size = std::move(operands.front());
    size.kind = size.kind == BoundOperand::Kind::kPath ? BoundOperand::Kind::kSizeOfPath
                                                       : BoundOperand::Kind::kSizeOfValue;
    return size;
  }

  static Status CheckCount(std::string_view name, FunctionName function, size_t count) {
    if (count == OperandCount(function)) return OkStatus();
    return ValidationError(messages::WrongOperandCount(name, count));
  }

  Result<ConditionNode> BindCall(const OperandSyntax& call) {
    const FunctionName function = *FindFunction(call.text);
    ConditionNode node;
    node.kind = NodeKind(function);
    STATOR_RETURN_IF_ERROR(BindOperands(call.arguments, &node.operands));
    STATOR_RETURN_IF_ERROR(CheckCount(call.text, function, node.operands.size()));
    STATOR_RETURN_IF_ERROR(CheckDistinct(call.text, node.operands));
    switch (node.kind) {
      case ConditionNode::Kind::kAttributeExists:
      case ConditionNode::Kind::kAttributeNotExists:
        if (node.operands.front().kind != BoundOperand::Kind::kPath) {
          return ValidationError(messages::NeedsPath(call.text));
        }
        break;
      case ConditionNode::Kind::kAttributeType: {
        STATOR_ASSIGN_OR_RETURN(node.attribute_type, RequestedType(node.operands[1]));
        break;
      }
      case ConditionNode::Kind::kBeginsWith:
        STATOR_RETURN_IF_ERROR(CheckBeginsWith(node.operands));
        break;
      default: break;  // contains takes everything
    }
    return node;
  }

  static Status CheckOperator(const ConditionNode& node) {
    switch (node.kind) {
      case ConditionNode::Kind::kCompare: {
        const std::string_view name = ComparisonText(node.comparison);
        STATOR_RETURN_IF_ERROR(CheckDistinct(name, node.operands));
        const bool needs_order =
            node.comparison != Comparison::kEqual && node.comparison != Comparison::kNotEqual;
        return needs_order ? CheckOrdered(name, node.operands) : OkStatus();
      }
      case ConditionNode::Kind::kBetween:
        STATOR_RETURN_IF_ERROR(CheckOrdered("BETWEEN", node.operands));
        STATOR_RETURN_IF_ERROR(CheckDistinct("BETWEEN", node.operands));
        return CheckBetween(node.operands[1], node.operands[2]);
      case ConditionNode::Kind::kIn: {
        STATOR_RETURN_IF_ERROR(CheckDistinct("IN", node.operands));
        const size_t listed = node.operands.size() - 1;
        if (listed <= limits::kInOperands) return OkStatus();
        return ValidationError(messages::TooManyInOperands(listed));
      }
      default: return OkStatus();
    }
  }

  Placeholders* const placeholders_;
};

}  // namespace

BoundOperand BoundOperand::Path(DocumentPath path) {
  BoundOperand operand;
  operand.path = std::move(path);
  return operand;
}

BoundOperand BoundOperand::Literal(Value value) {
  BoundOperand operand;
  operand.kind = Kind::kValue;
  operand.value = std::move(value);
  return operand;
}

Result<ConditionNode> BindCondition(const ConditionText& text, Placeholders* placeholders) {
  STATOR_ASSIGN_OR_RETURN(ConditionNode root, ConditionBinder(placeholders).Bind(text.root));
  if (text.operators > limits::kExpressionOperators) {
    // The service stops counting at the first one too many.
    return ValidationError(messages::TooManyOperators(limits::kExpressionOperators + 1));
  }
  return root;
}

}  // namespace stator::api::expr
