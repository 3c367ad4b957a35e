#include "api/partiql/condition_text.h"

#include <utility>

#include "api/expr/messages.h"
#include "api/partiql/messages.h"

namespace stator::api::partiql {
namespace {

using Kind = Expression::Kind;

Status Refuse(std::string_view text) { return ValidationError(std::string(text)); }

}  // namespace

std::string_view SignOf(expr::Comparison comparison) {
  switch (comparison) {
    case expr::Comparison::kEqual: return "=";
    case expr::Comparison::kNotEqual: return "<>";
    case expr::Comparison::kLess: return "<";
    case expr::Comparison::kLessOrEqual: return "<=";
    case expr::Comparison::kGreater: return ">";
    case expr::Comparison::kGreaterOrEqual: return ">=";
  }
  return "";
}

bool IsConditionFunction(std::string_view name) {
  return name == "begins_with" || name == "contains" || name == "attribute_type" ||
         name == "attribute_exists" || name == "attribute_not_exists";
}

Conjuncts ConjunctsOf(const std::optional<Expression>& where) {
  Conjuncts conjuncts;
  if (!where) return conjuncts;
  if (!where->is(Kind::kAnd)) return {&*where};
  for (const Expression& part : where->operands) conjuncts.push_back(&part);
  return conjuncts;
}

Result<std::string> ConditionText::All(const Conjuncts& conjuncts) {
  std::string text;
  for (const Expression* conjunct : conjuncts) {
    if (!text.empty()) text += " AND ";
    STATOR_RETURN_IF_ERROR(
        Append(*conjunct, conjuncts.size() == 1 ? Around::kNothing : Around::kAnd, &text));
  }
  return text;
}

Result<std::string> ConditionText::Operand(const Expression& expression) {
  if (expression.is(Kind::kPath)) return request_->Path(expression.path);
  if (expression.is_value()) {
    STATOR_ASSIGN_OR_RETURN(Value value, values_.Resolve(expression));
    return request_->AddValue(std::move(value));
  }
  if (expression.is(Kind::kPlus)) return ValidationError(messages::UnsupportedOperator("+"));
  if (expression.is(Kind::kMinus)) return ValidationError(messages::UnsupportedOperator("-"));
  if (!expression.is(Kind::kCall)) return Refuse(messages::kUnsupportedOperand);
  if (expression.text != "size" && !IsConditionFunction(expression.text)) {
    return ValidationError(messages::UnrecognizedFunction(expression.text));
  }
  std::string call;
  STATOR_RETURN_IF_ERROR(AppendCallTo(expression, &call));
  return call;
}

Status ConditionText::Append(const Expression& condition, Around around, std::string* out) {
  switch (condition.kind) {
    case Kind::kAnd:
    case Kind::kOr: return AppendChain(condition, around, out);
    case Kind::kNot: *out += "NOT "; return Append(condition.operands.front(), Around::kNot, out);
    case Kind::kCompare: return AppendCompare(condition, out);
    case Kind::kBetween: return AppendBetween(condition, out);
    case Kind::kIn: return AppendIn(condition, out);
    case Kind::kIsMissing:
    case Kind::kIsType: return AppendIs(condition, out);
    case Kind::kPlus: return ValidationError(messages::UnsupportedOperator("+"));
    case Kind::kMinus: return ValidationError(messages::UnsupportedOperator("-"));
    case Kind::kCall: return AppendCall(condition, out);
    default: return NoCondition(around);
  }
}

Status ConditionText::NoCondition(Around around) {
  switch (around) {
    case Around::kNothing: return Refuse(messages::kNoCondition);
    case Around::kNot: return Refuse(messages::kNoConditionInNot);
    case Around::kAnd:
    case Around::kOr: break;
  }
  return Refuse(messages::kNoConditionInChain);
}

// The expression language refuses parentheses that change nothing.
Status ConditionText::AppendChain(const Expression& chain, Around around, std::string* out) {
  const bool is_and = chain.is(Kind::kAnd);
  const bool parenthesised = around == Around::kNot || (!is_and && around == Around::kAnd);
  if (parenthesised) *out += '(';
  bool first = true;
  for (const Expression& part : chain.operands) {
    if (!std::exchange(first, false)) *out += is_and ? " AND " : " OR ";
    STATOR_RETURN_IF_ERROR(Append(part, is_and ? Around::kAnd : Around::kOr, out));
  }
  if (parenthesised) *out += ')';
  return OkStatus();
}

Status ConditionText::AppendIs(const Expression& is, std::string* out) {
  const Expression& operand = is.operands.front();
  if (!operand.is(Kind::kPath) && !operand.is_value()) {
    return Refuse(messages::kUnsupportedIsOperand);
  }
  STATOR_ASSIGN_OR_RETURN(const std::string tested, Operand(operand));
  if (is.is(Kind::kIsMissing)) {
    *out += "attribute_not_exists(" + tested + ")";
  } else {
    *out += "attribute_type(" + tested + ", " + request_->AddValue(Value(is.text)) + ")";
  }
  return OkStatus();
}

Status ConditionText::AppendCompare(const Expression& compare, std::string* out) {
  STATOR_ASSIGN_OR_RETURN(const std::string left, Operand(compare.operands[0]));
  STATOR_ASSIGN_OR_RETURN(const std::string right, Operand(compare.operands[1]));
  out->append(left).append(" ").append(SignOf(compare.comparison)).append(" ").append(right);
  return OkStatus();
}

Status ConditionText::AppendBetween(const Expression& between, std::string* out) {
  STATOR_ASSIGN_OR_RETURN(const std::string tested, Operand(between.operands[0]));
  STATOR_ASSIGN_OR_RETURN(const std::string lower, Operand(between.operands[1]));
  STATOR_ASSIGN_OR_RETURN(const std::string upper, Operand(between.operands[2]));
  out->append(tested).append(" BETWEEN ").append(lower).append(" AND ").append(upper);
  return OkStatus();
}

Status ConditionText::AppendIn(const Expression& in, std::string* out) {
  STATOR_ASSIGN_OR_RETURN(const std::string tested, Operand(in.operands[0]));
  out->append(tested).append(" IN (");
  STATOR_RETURN_IF_ERROR(AppendOperands(std::span(in.operands).subspan(1), out));
  *out += ')';
  return OkStatus();
}

Status ConditionText::AppendCall(const Expression& call, std::string* out) {
  if (call.text == "size") return Refuse(messages::kNoCondition);
  if (!IsConditionFunction(call.text)) {
    return ValidationError(messages::UnrecognizedFunction(call.text));
  }
  return AppendCallTo(call, out);
}

Status ConditionText::AppendCallTo(const Expression& call, std::string* out) {
  // Without operands it would be no call to the expression language.
  if (call.operands.empty())
    return ValidationError(expr::messages::WrongOperandCount(call.text, 0));
  out->append(call.text).append("(");
  STATOR_RETURN_IF_ERROR(AppendOperands(call.operands, out));
  *out += ')';
  return OkStatus();
}

Status ConditionText::AppendOperands(std::span<const Expression> operands, std::string* out) {
  bool first = true;
  for (const Expression& operand : operands) {
    if (!std::exchange(first, false)) *out += ", ";
    STATOR_ASSIGN_OR_RETURN(const std::string text, Operand(operand));
    *out += text;
  }
  return OkStatus();
}

}  // namespace stator::api::partiql
