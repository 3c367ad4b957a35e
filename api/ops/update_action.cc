#include "api/ops/update_action.h"

#include <string>

#include "api/ops/item_key.h"
#include "api/ops/key_paths.h"
#include "kv/base/limits.h"

namespace stator::api {
namespace {

Status RefuseKeyChange(const TableSchema& schema, const expr::Update& update) {
  for (const std::string& name : update.WrittenNames()) {
    if (!schema.keys.Contains(name)) continue;
    return ValidationError("One or more parameter values were invalid: Cannot update attribute " +
                           name + ". This attribute is part of the key");
  }
  return OkStatus();
}

Status CheckSize(size_t bytes) {
  if (bytes <= limits::kItemBytes) return OkStatus();
  return ValidationError("Item size to update has exceeded the maximum allowed size");
}

}  // namespace

Status UpdateAction::Bind(const TableSchema& schema) {
  schema_ = &schema;
  STATOR_RETURN_IF_ERROR(CheckKey(schema, parts_.key));
  if (parts_.update) {
    STATOR_RETURN_IF_ERROR(RefuseKeyChange(schema, *parts_.update));
    STATOR_RETURN_IF_ERROR(RefusePathsIntoKeys(schema, parts_.update->DereferencedNames()));
  }
  STATOR_RETURN_IF_ERROR(parts_.condition.Bind(schema));
  const bool charged = parts_.update && parts_.size_rule == UpdateSizeRule::kEstimated;
  return charged ? CheckSize(parts_.update->charged_bytes()) : OkStatus();
}

Result<Mutation> UpdateAction::Decide(const ItemView* old_item) {
  STATOR_RETURN_IF_ERROR(parts_.condition.Check(old_item));
  if (!parts_.update) return Mutation::Put(old_item != nullptr ? *old_item : parts_.key);
  STATOR_ASSIGN_OR_RETURN(result_, parts_.update->Apply(old_item, parts_.key, parts_.with_images));
  const ItemView item = result_.item.view();
  STATOR_RETURN_IF_ERROR(CheckSize(item.SizeBytes()));
  STATOR_RETURN_IF_ERROR(CheckIndexKeys(*schema_, item));
  return Mutation::Put(item);
}

}  // namespace stator::api
