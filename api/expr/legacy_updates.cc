// AttributeUpdates.
#include <memory>
#include <utility>

#include "api/expr/expression.h"
#include "api/expr/messages.h"
#include "api/expr/update_program.h"

namespace stator::api::expr {
namespace {

using Kind = UpdateAction::Kind;

UpdateAction Put(const Value& value) {
  UpdateAction action;
  action.left.kind = UpdateOperand::Kind::kValue;
  action.left.value = value;
  return action;
}

Result<UpdateAction> Add(const Value& value) {
  const AttributeType type = value.view().type();
  UpdateAction action;
  action.kind = type == AttributeType::kList ? Kind::kAddToList : Kind::kAdd;
  action.value = value;
  if (type == AttributeType::kList || type == AttributeType::kNumber || value.view().is_set()) {
    return action;
  }
  return messages::InvalidParameters(messages::AddNotForType(TypeDescriptor(type)));
}

Result<UpdateAction> Delete(const std::optional<Value>& value) {
  UpdateAction action;
  if (!value) {
    action.kind = Kind::kRemove;
    return action;
  }
  if (!value->view().is_set()) {
    return messages::InvalidParameters(
        messages::DeleteNotForType(TypeDescriptor(value->view().type())));
  }
  action.kind = Kind::kDelete;
  action.value = *value;
  return action;
}

Result<UpdateAction> Convert(const std::string& name, const AttributeUpdate& update) {
  if (name.empty()) return ValidationError(std::string(messages::kEmptyName));
  if (update.action == AttributeAction::kDelete) return Delete(update.value);
  if (!update.value) return messages::InvalidParameters(messages::kOnlyDeleteWithoutValue);
  if (update.action == AttributeAction::kAdd) return Add(*update.value);
  return Put(*update.value);
}

}  // namespace

Result<Update> FromAttributeUpdates(const AttributeUpdates& updates) {
  std::vector<UpdateAction> actions;
  std::vector<DocumentPath> paths;
  for (const auto& [name, update] : updates) {
    STATOR_ASSIGN_OR_RETURN(UpdateAction action, Convert(name, update));
    actions.push_back(std::move(action));
    paths.push_back(DocumentPath{{name}});
  }
  UpdateProgram program(std::move(actions), std::move(paths));
  program.type_error = messages::kTypeMismatch;
  program.charged = false;
  return Update(std::make_shared<const UpdateProgram>(std::move(program)));
}

}  // namespace stator::api::expr
