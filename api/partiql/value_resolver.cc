#include "api/partiql/value_resolver.h"

#include <optional>
#include <string>

#include "api/expr/messages.h"
#include "api/partiql/condition_text.h"
#include "api/partiql/messages.h"

namespace stator::api::partiql {
namespace {

using Kind = Expression::Kind;

std::optional<AttributeType> SetTypeOf(AttributeType element) {
  switch (element) {
    case AttributeType::kString: return AttributeType::kStringSet;
    case AttributeType::kNumber: return AttributeType::kNumberSet;
    case AttributeType::kBinary: return AttributeType::kBinarySet;
    default: return std::nullopt;
  }
}

Result<Number> ParseNumber(std::string_view text) {
  auto number = Number::Parse(text);
  if (number.ok() || number.status().message() != kTooManyDigits) return number;
  return ValidationError(std::string(messages::kTooManyDigits));
}

// What stands where a value should.
std::string_view NameOf(const Expression& expression) {
  switch (expression.kind) {
    case Kind::kPath: return expression.path.top_level();
    case Kind::kPlus: return "+";
    case Kind::kMinus: return "-";
    case Kind::kAnd: return "and";
    case Kind::kOr: return "or";
    case Kind::kNot: return "not";
    case Kind::kCompare: return SignOf(expression.comparison);
    case Kind::kBetween: return "between";
    case Kind::kIn: return "in";
    case Kind::kIsMissing:
    case Kind::kIsType: return "is";
    default: return expression.text;  // the function of a call
  }
}

}  // namespace

Result<Value> ValueResolver::Resolve(const Expression& expression) const {
  if (expression.is(Kind::kParameter)) return parameters_[expression.parameter];
  ValueBuilder builder;
  STATOR_RETURN_IF_ERROR(Build(expression, &builder));
  Value value = builder.FinishValue();
  if (!FitsNesting(value.view(), 1)) {
    return ValidationError(std::string(expr::messages::kNestedTooDeep));
  }
  return value;
}

Result<std::vector<Value>> ValueResolver::ListedIn(const Expression& in) const {
  std::vector<Value> listed;
  for (size_t i = 1; i < in.operands.size(); ++i) {
    STATOR_ASSIGN_OR_RETURN(Value value, Resolve(in.operands[i]));
    listed.push_back(std::move(value));
  }
  return listed;
}

Status ValueResolver::Build(const Expression& expression, ValueBuilder* builder) const {
  switch (expression.kind) {
    case Kind::kString: builder->String(expression.text); return OkStatus();
    case Kind::kNumber: {
      STATOR_ASSIGN_OR_RETURN(const Number number, ParseNumber(expression.text));
      builder->NumberValue(number);
      return OkStatus();
    }
    case Kind::kBool: builder->Bool(expression.truth); return OkStatus();
    case Kind::kNull: builder->Null(); return OkStatus();
    case Kind::kParameter:
      builder->Encoded(parameters_[expression.parameter].view());
      return OkStatus();
    case Kind::kList:
      builder->BeginList();
      for (const Expression& element : expression.operands) {
        STATOR_RETURN_IF_ERROR(Build(element, builder));
      }
      builder->EndList();
      return OkStatus();
    case Kind::kMap: return BuildMap(expression, builder);
    case Kind::kSet: return BuildSet(expression, builder);
    default:
      return ValidationError(messages::UnsupportedValue(NameOf(expression)) +
                             expression.place.ToErrorText());
  }
}

Status ValueResolver::BuildMap(const Expression& map, ValueBuilder* builder) const {
  builder->BeginMap();
  for (size_t i = 0; i < map.operands.size(); ++i) {
    if (map.names[i].empty()) return ValidationError(std::string(messages::kEmptyName));
    builder->Name(map.names[i]);
    STATOR_RETURN_IF_ERROR(Build(map.operands[i], builder));
  }
  builder->EndMap();
  return OkStatus();
}

Status ValueResolver::BuildSet(const Expression& set, ValueBuilder* builder) const {
  std::vector<Value> elements;
  for (const Expression& element : set.operands) {
    if (!element.is_value()) {
      return ValidationError(std::string(messages::kSetOfOtherTypes) + element.place.ToErrorText());
    }
    STATOR_ASSIGN_OR_RETURN(Value value, Resolve(element));
    elements.push_back(std::move(value));
  }
  if (elements.empty()) {
    return ValidationError(std::string(messages::kEmptySet) + set.place.ToErrorText());
  }
  for (size_t i = 0; i < elements.size(); ++i) {
    if (SetTypeOf(elements[i].view().type())) continue;
    return ValidationError(std::string(messages::kSetOfOtherTypes) +
                           set.operands[i].place.ToErrorText());
  }
  const auto set_type = SetTypeOf(elements.front().view().type());
  builder->BeginSet(*set_type);
  for (const Value& element : elements) {
    if (SetTypeOf(element.view().type()) != set_type) {
      return ValidationError(std::string(messages::kSetOfOtherTypes));
    }
    builder->Encoded(element.view());
  }
  if (builder->EndSet() == ValueBuilder::SetState::kOk) return OkStatus();
  return ValidationError(std::string(messages::kDuplicateElement));
}

}  // namespace stator::api::partiql
