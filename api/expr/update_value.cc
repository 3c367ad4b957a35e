#include "api/expr/update_value.h"

#include <string>

#include "api/expr/messages.h"
#include "api/expr/path_resolver.h"
#include "kv/codec/value_builder.h"

namespace stator::api::expr {
namespace {

void CopyElements(const ValueView& container, ValueBuilder* out) {
  for (MemberCursor it(container); it.Valid(); it.Next()) out->Encoded(it.value());
}

UpdateValue Concatenated(const ValueView& first, const ValueView& second) {
  ValueBuilder builder;
  builder.BeginList();
  CopyElements(first, &builder);
  CopyElements(second, &builder);
  builder.EndList();
  return UpdateValue::Made(builder.FinishValue());
}

UpdateValue SetUnion(const ValueView& first, const ValueView& second) {
  ValueBuilder builder;
  builder.BeginSet(first.type());
  CopyElements(first, &builder);
  CopyElements(second, &builder);
  (void)builder.EndSet();  // elements that are in both sets: one of them stays
  return UpdateValue::Made(builder.FinishValue());
}

// No value when nothing is left.
std::optional<UpdateValue> SetDifference(const ValueView& from, const ValueView& removed) {
  ValueBuilder builder;
  builder.BeginSet(from.type());
  size_t left = 0;
  for (MemberCursor it(from); it.Valid(); it.Next()) {
    if (removed.SetContains(it.value().bytes())) continue;
    builder.Encoded(it.value());
    ++left;
  }
  (void)builder.EndSet();
  if (left == 0) return std::nullopt;
  return UpdateValue::Made(builder.FinishValue());
}

class ActionEvaluator {
 public:
  ActionEvaluator(const ItemView& old_item, std::string_view type_error)
      : old_item_(old_item), type_error_(type_error) {}

  Result<UpdateValue> SetValue(const UpdateAction& action) const {
    STATOR_ASSIGN_OR_RETURN(UpdateValue left, Operand(action.left));
    if (action.operation == UpdateAction::Operator::kNone) return left;
    STATOR_ASSIGN_OR_RETURN(const UpdateValue right, Operand(action.right));
    return Arithmetic(left.view(), right.view(), action.operation == UpdateAction::Operator::kPlus);
  }

  Result<UpdateValue> Add(const UpdateAction& action, const DocumentPath& path) const {
    const ValueView added = action.value.view();
    const auto old = Resolve(path, old_item_);
    if (!old) return UpdateValue::Borrowed(added);
    if (old->type() != added.type()) return WrongType();
    if (added.is(AttributeType::kNumber)) return Arithmetic(*old, added, true);
    return added.is(AttributeType::kList) ? Concatenated(*old, added) : SetUnion(*old, added);
  }

  Result<std::optional<UpdateValue>> Delete(const UpdateAction& action,
                                            const DocumentPath& path) const {
    const auto old = Resolve(path, old_item_);
    if (!old) return std::optional<UpdateValue>();
    if (old->type() != action.value.view().type()) return WrongType();
    return SetDifference(*old, action.value.view());
  }

 private:
  Status WrongType() const { return ValidationError(std::string(type_error_)); }

  Result<UpdateValue> Operand(const UpdateOperand& operand) const {
    switch (operand.kind) {
      case UpdateOperand::Kind::kValue: return UpdateValue::Borrowed(operand.value.view());
      case UpdateOperand::Kind::kPath: {
        const auto found = Resolve(operand.path, old_item_);
        if (!found) return ValidationError(std::string(messages::kAbsentOperand));
        return UpdateValue::Borrowed(*found);
      }
      case UpdateOperand::Kind::kIfNotExists: {
        const auto found = Resolve(operand.path, old_item_);
        if (found) return UpdateValue::Borrowed(*found);
        return Operand(operand.arguments.front());
      }
      case UpdateOperand::Kind::kListAppend: break;
    }
    STATOR_ASSIGN_OR_RETURN(const UpdateValue first, Operand(operand.arguments[0]));
    STATOR_ASSIGN_OR_RETURN(const UpdateValue second, Operand(operand.arguments[1]));
    if (!first.view().is(AttributeType::kList) || !second.view().is(AttributeType::kList)) {
      return WrongType();
    }
    return Concatenated(first.view(), second.view());
  }

  Result<UpdateValue> Arithmetic(const ValueView& left, const ValueView& right, bool plus) const {
    if (!left.is(AttributeType::kNumber) || !right.is(AttributeType::kNumber)) return WrongType();
    STATOR_ASSIGN_OR_RETURN(const Number a, left.number());
    STATOR_ASSIGN_OR_RETURN(const Number b, right.number());
    STATOR_ASSIGN_OR_RETURN(const Number result, plus ? Number::Add(a, b) : Number::Subtract(a, b));
    return UpdateValue::Made(Value(AttributeValue(result)));
  }

  const ItemView& old_item_;
  const std::string_view type_error_;
};

}  // namespace

Result<std::optional<UpdateValue>> NewValue(const UpdateAction& action, const DocumentPath& path,
                                            const ItemView& old_item, std::string_view type_error) {
  const ActionEvaluator evaluator(old_item, type_error);
  switch (action.kind) {
    case UpdateAction::Kind::kSet: {
      STATOR_ASSIGN_OR_RETURN(UpdateValue value, evaluator.SetValue(action));
      return std::optional<UpdateValue>(std::move(value));
    }
    case UpdateAction::Kind::kAdd:
    case UpdateAction::Kind::kAddToList: {
      STATOR_ASSIGN_OR_RETURN(UpdateValue value, evaluator.Add(action, path));
      return std::optional<UpdateValue>(std::move(value));
    }
    case UpdateAction::Kind::kDelete: return evaluator.Delete(action, path);
    case UpdateAction::Kind::kRemove: break;
  }
  return std::optional<UpdateValue>();
}

}  // namespace stator::api::expr
