#include "api/expr/update_binder.h"

#include <string_view>
#include <utility>

#include "api/expr/function_name.h"
#include "api/expr/messages.h"
#include "api/expr/path_binder.h"
#include "api/expr/path_rules.h"

namespace stator::api::expr {
namespace {

// ADD and DELETE call types by longer names than the rest of the language.
std::string_view LongTypeName(AttributeType type) {
  switch (type) {
    case AttributeType::kString: return "STRING";
    case AttributeType::kNumber: return "NUMBER";
    case AttributeType::kBinary: return "BINARY";
    case AttributeType::kBool: return "BOOLEAN";
    case AttributeType::kNull: return "NULL";
    case AttributeType::kMap: return "MAP";
    case AttributeType::kList: return "LIST";
    case AttributeType::kStringSet: return "STRING_SET";
    case AttributeType::kNumberSet: return "NUMBER_SET";
    case AttributeType::kBinarySet: return "BINARY_SET";
  }
  return "";
}

// Literals must have the type; of paths it is known only when the item is there.
Status CheckLiteral(const UpdateOperand& operand, AttributeType wanted,
                    std::string_view operation) {
  if (operand.kind != UpdateOperand::Kind::kValue) return OkStatus();
  const AttributeType type = operand.value.view().type();
  if (type == wanted) return OkStatus();
  return ValidationError(messages::WrongOperandType(operation, TypeDescriptor(type)));
}

class UpdateBinder {
 public:
  explicit UpdateBinder(Placeholders* placeholders) : placeholders_(placeholders) {}

  Result<UpdateAction> BindAction(const UpdateActionSyntax& syntax) {
    UpdateAction action;
    switch (syntax.kind) {
      case UpdateActionSyntax::Kind::kSet:
        STATOR_RETURN_IF_ERROR(BindSetValue(syntax.set_value, &action));
        return action;
      case UpdateActionSyntax::Kind::kRemove:
        action.kind = UpdateAction::Kind::kRemove;
        return action;
      case UpdateActionSyntax::Kind::kAdd: action.kind = UpdateAction::Kind::kAdd; break;
      case UpdateActionSyntax::Kind::kDelete: action.kind = UpdateAction::Kind::kDelete; break;
    }
    STATOR_ASSIGN_OR_RETURN(action.value, BindValue(syntax.value));
    STATOR_RETURN_IF_ERROR(CheckActionValue(action));
    return action;
  }

 private:
  static Status CheckActionValue(const UpdateAction& action) {
    const ValueView value = action.value.view();
    const bool adds = action.kind == UpdateAction::Kind::kAdd;
    if (value.is_set() || (adds && value.is(AttributeType::kNumber))) return OkStatus();
    return ValidationError(
        messages::WrongActionOperand(adds ? "ADD" : "DELETE", LongTypeName(value.type())));
  }

  Status BindSetValue(const SetValueSyntax& syntax, UpdateAction* action) {
    action->operation = syntax.operation;
    STATOR_ASSIGN_OR_RETURN(action->left, BindOperand(syntax.left));
    if (!syntax.right) return OkStatus();
    STATOR_ASSIGN_OR_RETURN(action->right, BindOperand(*syntax.right));
    const std::string_view sign = syntax.operation == SetValueSyntax::Operator::kPlus ? "+" : "-";
    STATOR_RETURN_IF_ERROR(CheckLiteral(action->left, AttributeType::kNumber, sign));
    return CheckLiteral(action->right, AttributeType::kNumber, sign);
  }

  Result<Value> BindValue(std::string_view key) {
    const Value* value = placeholders_->FindValue(key);
    if (value == nullptr) return ValidationError(messages::UndefinedValue(key));
    return *value;
  }

  Result<UpdateOperand> BindOperand(const OperandSyntax& syntax) {
    UpdateOperand operand;
    switch (syntax.kind) {
      case OperandSyntax::Kind::kPath: {
        STATOR_ASSIGN_OR_RETURN(operand.path, BindPath(syntax.path, placeholders_));
        return operand;
      }
      case OperandSyntax::Kind::kValue: {
        operand.kind = UpdateOperand::Kind::kValue;
        STATOR_ASSIGN_OR_RETURN(operand.value, BindValue(syntax.text));
        return operand;
      }
      case OperandSyntax::Kind::kFunction: break;
    }
    return BindCall(syntax);
  }

  Result<UpdateOperand> BindCall(const OperandSyntax& syntax) {
    UpdateOperand call;
    for (const OperandSyntax& argument : syntax.arguments) {
      STATOR_ASSIGN_OR_RETURN(UpdateOperand bound, BindOperand(argument));
      call.arguments.push_back(std::move(bound));
    }
    if (call.arguments.size() != 2) {
      return ValidationError(messages::WrongOperandCount(syntax.text, call.arguments.size()));
    }
    if (FindFunction(syntax.text) == FunctionName::kIfNotExists)
      return ToIfNotExists(std::move(call));
    call.kind = UpdateOperand::Kind::kListAppend;
    for (const UpdateOperand& argument : call.arguments) {
      STATOR_RETURN_IF_ERROR(CheckLiteral(argument, AttributeType::kList, syntax.text));
    }
    return call;
  }

  static Result<UpdateOperand> ToIfNotExists(UpdateOperand call) {
    constexpr std::string_view kName = "if_not_exists";
    UpdateOperand& path = call.arguments[0];
    const UpdateOperand& otherwise = call.arguments[1];
    if (path.kind != UpdateOperand::Kind::kPath) return ValidationError(messages::NeedsPath(kName));
    if (otherwise.kind == UpdateOperand::Kind::kPath && otherwise.path == path.path) {
      return ValidationError(messages::OperandsNotDistinct(kName, path.path.ToErrorText()));
    }
    call.kind = UpdateOperand::Kind::kIfNotExists;
    call.path = std::move(path.path);
    call.arguments.erase(call.arguments.begin());
    return call;
  }

  Placeholders* const placeholders_;
};

}  // namespace

Result<UpdateProgram> BindUpdate(const UpdateText& text, Placeholders* placeholders) {
  std::vector<DocumentPath> paths;
  paths.reserve(text.actions.size());
  for (const UpdateActionSyntax& action : text.actions) {
    STATOR_ASSIGN_OR_RETURN(DocumentPath path, BindPath(action.path, placeholders));
    paths.push_back(std::move(path));
  }
  STATOR_RETURN_IF_ERROR(CheckPathsApart(paths));
  UpdateBinder binder(placeholders);
  // From the last to the first: that is the order in which the service reports their faults.
  std::vector<UpdateAction> actions(text.actions.size());
  for (size_t i = actions.size(); i-- > 0;) {
    STATOR_ASSIGN_OR_RETURN(actions[i], binder.BindAction(text.actions[i]));
  }
  UpdateProgram program(std::move(actions), std::move(paths));
  program.type_error = messages::kWrongOperandInItem;
  return program;
}

}  // namespace stator::api::expr
