#include "api/expr/syntax_check.h"

#include <array>
#include <limits>

#include "api/expr/function_name.h"
#include "api/expr/messages.h"
#include "api/expr/reserved_words.h"

namespace stator::api::expr {
namespace {

// List indexes are Java ints in the service.
constexpr size_t kMaxListIndex = std::numeric_limits<int32_t>::max();

Status CheckPath(const PathSyntax& path) {
  for (const PathStep& step : path.steps) {
    if (step.kind == PathStep::Kind::kName && IsReservedWord(step.text)) {
      return ValidationError(messages::ReservedWord(step.text));
    }
    if (step.kind == PathStep::Kind::kIndex && step.index > kMaxListIndex) {
      return ValidationError(messages::ListIndexTooLarge(step.text));
    }
  }
  return OkStatus();
}

// Where an operand stands, which decides what functions it may be.
enum class Place {
  kCondition,         // a whole condition: every condition function but size
  kConditionOperand,  // of an operator or a function: only size
  kSetValue,          // right of '=': both update functions
  kUpdateOperand,     // of + or - or of a function: only if_not_exists
};

bool IsUpdatePlace(Place place) {
  return place == Place::kSetValue || place == Place::kUpdateOperand;
}

bool FitsPlace(FunctionName function, Place place) {
  switch (place) {
    case Place::kCondition: return function != FunctionName::kSize;
    case Place::kConditionOperand: return function == FunctionName::kSize;
    case Place::kSetValue: return true;
    case Place::kUpdateOperand: return function == FunctionName::kIfNotExists;
  }
  return false;
}

Status CheckFunction(std::string_view name, Place place) {
  const auto function = FindFunction(name);
  if (!function) return ValidationError(messages::UnknownFunction(name));
  if (IsUpdateFunction(*function) != IsUpdatePlace(place)) {
    return ValidationError(IsUpdatePlace(place) ? messages::NotInUpdate(name)
                                                : messages::NotInCondition(name));
  }
  if (!FitsPlace(*function, place)) return ValidationError(messages::FunctionMisplaced(name));
  return OkStatus();
}

Status CheckOperand(const OperandSyntax& operand, Place place, size_t* operators) {
  if (operand.kind == OperandSyntax::Kind::kPath) return CheckPath(operand.path);
  if (operand.kind == OperandSyntax::Kind::kValue) return OkStatus();
  ++*operators;
  STATOR_RETURN_IF_ERROR(CheckFunction(operand.text, place));
  const Place inner = IsUpdatePlace(place) ? Place::kUpdateOperand : Place::kConditionOperand;
  for (const OperandSyntax& argument : operand.arguments) {
    STATOR_RETURN_IF_ERROR(CheckOperand(argument, inner, operators));
  }
  return OkStatus();
}

Status CheckNode(const ConditionSyntax& node, size_t* operators) {
  for (const ConditionSyntax& child : node.children) {
    STATOR_RETURN_IF_ERROR(CheckNode(child, operators));
  }
  const bool call = node.kind == ConditionSyntax::Kind::kFunction;
  for (const OperandSyntax& operand : node.operands) {
    STATOR_RETURN_IF_ERROR(
        CheckOperand(operand, call ? Place::kCondition : Place::kConditionOperand, operators));
  }
  switch (node.kind) {
    case ConditionSyntax::Kind::kAnd:
    case ConditionSyntax::Kind::kOr: *operators += node.children.size() - 1; break;
    case ConditionSyntax::Kind::kFunction: break;  // counted as an operand
    default: ++*operators; break;
  }
  return OkStatus();
}

std::string_view SectionName(UpdateActionSyntax::Kind kind) {
  switch (kind) {
    case UpdateActionSyntax::Kind::kSet: return "SET";
    case UpdateActionSyntax::Kind::kRemove: return "REMOVE";
    case UpdateActionSyntax::Kind::kAdd: return "ADD";
    case UpdateActionSyntax::Kind::kDelete: return "DELETE";
  }
  return "";
}

Status CheckSections(const UpdateText& text) {
  std::array<bool, 4> seen = {};
  for (const UpdateActionSyntax& action : text.actions) {
    if (!action.opens_section) continue;
    bool& before = seen[static_cast<size_t>(action.kind)];
    if (before) return ValidationError(messages::SectionTwice(SectionName(action.kind)));
    before = true;
  }
  return OkStatus();
}

}  // namespace

Status CheckCondition(ConditionText* text) {
  text->operators = 0;
  return CheckNode(text->root, &text->operators);
}

Status CheckProjection(const ProjectionText& text) {
  for (const PathSyntax& path : text.paths) STATOR_RETURN_IF_ERROR(CheckPath(path));
  return OkStatus();
}

Status CheckUpdate(const UpdateText& text) {
  size_t operators = 0;
  for (const UpdateActionSyntax& action : text.actions) {
    STATOR_RETURN_IF_ERROR(CheckPath(action.path));
    if (action.kind != UpdateActionSyntax::Kind::kSet) continue;
    const SetValueSyntax& value = action.set_value;
    const Place place = value.right ? Place::kUpdateOperand : Place::kSetValue;
    STATOR_RETURN_IF_ERROR(CheckOperand(value.left, place, &operators));
    if (value.right) STATOR_RETURN_IF_ERROR(CheckOperand(*value.right, place, &operators));
  }
  return CheckSections(text);
}

}  // namespace stator::api::expr
