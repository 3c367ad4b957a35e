#include "api/partiql/update_text.h"

#include <optional>

#include "api/expr/messages.h"
#include "api/partiql/condition_text.h"
#include "api/partiql/messages.h"

namespace stator::api::partiql {
namespace {

using Kind = Expression::Kind;

void AddAction(const std::string& action, std::string* section) {
  if (!section->empty()) *section += ", ";
  *section += action;
}

void AddSection(std::string_view keyword, const std::string& actions, std::string* text) {
  if (actions.empty()) return;
  if (!text->empty()) *text += ' ';
  text->append(keyword).append(" ").append(actions);
}

class UpdateText {
 public:
  UpdateText(const ValueResolver& values, RequestText* request)
      : values_(values), request_(*request), operands_(values, request) {}

  Status Add(const Assignment& assignment) {
    if (!assignment.value) {
      AddAction(request_.Path(assignment.path), &remove_);
      return OkStatus();
    }
    const Expression& value = *assignment.value;
    if (ChangesSet(value)) return AddSetChange(assignment.path, value);
    if (value.is(Kind::kPlus) || value.is(Kind::kMinus)) return AddSum(assignment.path, value);
    STATOR_ASSIGN_OR_RETURN(const std::string operand, Operand(value));
    SetTo(assignment.path, operand);
    return OkStatus();
  }

  std::string Finish() {
    std::string text;
    AddSection("SET", set_, &text);
    AddSection("REMOVE", remove_, &text);
    AddSection("ADD", add_, &text);
    AddSection("DELETE", delete_, &text);
    return text;
  }

 private:
  static bool ChangesSet(const Expression& value) {
    return value.is(Kind::kCall) && (value.text == "set_add" || value.text == "set_delete");
  }

  // A path, a value, or a call, whose operands are such again.
  Result<std::string> Operand(const Expression& value) {
    if (value.is(Kind::kCall)) return Call(value);
    if (!value.is(Kind::kPath) && !value.is_value()) {
      return ValidationError(std::string(messages::kUnsupportedAssignment));
    }
    return operands_.Operand(value);
  }

  Result<std::string> Call(const Expression& call) {
    if (call.text != "list_append" && call.text != "if_not_exists") {
      const bool known = call.text == "size" || IsConditionFunction(call.text);
      if (known) return ValidationError(expr::messages::NotInUpdate(call.text));
      return ValidationError(messages::UnrecognizedFunction(call.text));
    }
    STATOR_RETURN_IF_ERROR(WantTwoOperands(call));
    STATOR_ASSIGN_OR_RETURN(const std::string first, Operand(call.operands[0]));
    STATOR_ASSIGN_OR_RETURN(const std::string second, Operand(call.operands[1]));
    return call.text + "(" + first + ", " + second + ")";
  }

  static Status WantTwoOperands(const Expression& call) {
    if (call.operands.size() == 2) return OkStatus();
    return ValidationError(expr::messages::WrongOperandCount(call.text, call.operands.size()));
  }

  Status AddSum(const DocumentPath& path, const Expression& sum) {
    SumTerms terms;
    STATOR_RETURN_IF_ERROR(CollectTerms(sum, false, &terms));
    if (!IsSum(sum.operands[0]) && !IsSum(sum.operands[1])) {
      STATOR_ASSIGN_OR_RETURN(const std::string left, Operand(sum.operands[0]));
      STATOR_ASSIGN_OR_RETURN(const std::string right, Operand(sum.operands[1]));
      SetTo(path, left + (sum.is(Kind::kPlus) ? " + " : " - ") + right);
      return OkStatus();
    }
    // An update expression has one sign in a value. What is literal is added up here.
    const std::string literal = request_.AddValue(Value(AttributeValue(terms.literals)));
    if (terms.others.size() > 1) {
      return ValidationError(std::string(messages::kUnsupportedAssignment));
    }
    if (terms.others.empty()) {
      SetTo(path, literal);
      return OkStatus();
    }
    STATOR_ASSIGN_OR_RETURN(const std::string other, Operand(*terms.others.front()));
    SetTo(path, terms.negative ? literal + " - " + other : other + " + " + literal);
    return OkStatus();
  }

  struct SumTerms {
    Number literals;
    std::vector<const Expression*> others;  // paths and calls
    bool negative = false;                  // of the last of them
  };

  static bool IsSum(const Expression& value) {
    return value.is(Kind::kPlus) || value.is(Kind::kMinus);
  }

  Status CollectTerms(const Expression& value, bool negative, SumTerms* terms) const {
    if (IsSum(value)) {
      STATOR_RETURN_IF_ERROR(CollectTerms(value.operands[0], negative, terms));
      const bool subtracted = value.is(Kind::kMinus) ? !negative : negative;
      return CollectTerms(value.operands[1], subtracted, terms);
    }
    if (value.is(Kind::kPath) || value.is(Kind::kCall)) {
      terms->others.push_back(&value);
      terms->negative = negative;
      return OkStatus();
    }
    if (!value.is_value()) return ValidationError(std::string(messages::kUnsupportedAssignment));
    STATOR_ASSIGN_OR_RETURN(const Value literal, values_.Resolve(value));
    if (!literal.view().is(AttributeType::kNumber)) {
      return ValidationError(expr::messages::WrongOperandType(
          negative ? "-" : "+", TypeDescriptor(literal.view().type())));
    }
    STATOR_ASSIGN_OR_RETURN(const Number number, literal.view().number());
    STATOR_ASSIGN_OR_RETURN(terms->literals, negative ? Number::Subtract(terms->literals, number)
                                                      : Number::Add(terms->literals, number));
    return OkStatus();
  }

  void SetTo(const DocumentPath& path, const std::string& value) {
    AddAction(request_.Path(path) + " = " + value, &set_);
  }

  Status AddSetChange(const DocumentPath& path, const Expression& call) {
    STATOR_RETURN_IF_ERROR(WantTwoOperands(call));
    const bool adds = call.text == "set_add";
    const std::string_view function = adds ? "SET_ADD" : "SET_DELETE";
    if (!call.operands[0].is(Kind::kPath) || !(call.operands[0].path == path)) {
      return ValidationError(messages::SetFunctionOnOtherPath(function));
    }
    const Expression& argument = call.operands[1];
    std::optional<Value> elements;
    if (argument.is_value()) {
      STATOR_ASSIGN_OR_RETURN(elements, values_.Resolve(argument));
    }
    // ADD would take a number, and count.
    if (!elements || !elements->view().is_set()) {
      return ValidationError(messages::SetArgumentNoSet(function) +
                             call.operands[0].place.ToErrorText());
    }
    AddAction(request_.Path(path) + " " + request_.AddValue(std::move(*elements)),
              adds ? &add_ : &delete_);
    return OkStatus();
  }

  const ValueResolver& values_;
  RequestText& request_;
  ConditionText operands_;
  std::string set_;
  std::string remove_;
  std::string add_;
  std::string delete_;
};

}  // namespace

Result<std::string> UpdateExpressionOf(const std::vector<Assignment>& assignments,
                                       const ValueResolver& values, RequestText* request) {
  UpdateText text(values, request);
  for (const Assignment& assignment : assignments) STATOR_RETURN_IF_ERROR(text.Add(assignment));
  return text.Finish();
}

}  // namespace stator::api::partiql
