#include "api/ops/write_action.h"

#include "api/ops/item_key.h"
#include "api/ops/key_paths.h"

namespace stator::api {

Status ConditionFailed(std::string shown) {
  return Status(Code::kConditionFailed, "The conditional request failed", std::move(shown));
}

Status WriteCondition::Bind(const TableSchema& schema) const {
  return RefusePathsIntoKeys(schema, condition_.DereferencedNames());
}

Status WriteCondition::Check(const ItemView* old_item) const {
  if (condition_.Matches(old_item)) return OkStatus();
  std::string payload;
  if (old_item != nullptr && mode_ == ReturnValuesOnConditionCheckFailure::kAllOld) {
    payload = std::string(old_item->encoded());
  }
  return ConditionFailed(std::move(payload));
}

Status PutAction::Bind(const TableSchema& schema) {
  STATOR_RETURN_IF_ERROR(CheckItemKeys(schema, item_));
  return condition_.Bind(schema);
}

Result<Mutation> PutAction::Decide(const ItemView* old_item) {
  STATOR_RETURN_IF_ERROR(condition_.Check(old_item));
  return Mutation::Put(item_);
}

Status DeleteAction::Bind(const TableSchema& schema) {
  STATOR_RETURN_IF_ERROR(CheckKey(schema, key_));
  return condition_.Bind(schema);
}

Result<Mutation> DeleteAction::Decide(const ItemView* old_item) {
  STATOR_RETURN_IF_ERROR(condition_.Check(old_item));
  return old_item == nullptr ? Mutation::None() : Mutation::Delete();
}

Status CheckAction::Bind(const TableSchema& schema) {
  STATOR_RETURN_IF_ERROR(CheckKey(schema, key_));
  return condition_.Bind(schema);
}

Result<Mutation> CheckAction::Decide(const ItemView* old_item) {
  STATOR_RETURN_IF_ERROR(condition_.Check(old_item));
  return Mutation::None();
}

}  // namespace stator::api
