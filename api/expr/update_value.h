// What an action of an update makes of its target, computed from the item as it was.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "api/expr/update_program.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"

namespace stator::api::expr {

// A value that is either borrowed (from the program or the old item) or made here.
class UpdateValue {
 public:
  static UpdateValue Borrowed(const ValueView& view) { return UpdateValue(view, std::nullopt); }
  static UpdateValue Made(Value value) { return UpdateValue({}, std::move(value)); }

  ValueView view() const STATOR_LIFETIME_BOUND { return made_ ? made_->view() : borrowed_; }

 private:
  UpdateValue(const ValueView& borrowed, std::optional<Value> made)
      : borrowed_(borrowed), made_(std::move(made)) {}

  ValueView borrowed_;
  std::optional<Value> made_;
};

// No value: the target is to go. `path` is the action's target. Errors are complete.
Result<std::optional<UpdateValue>> NewValue(const UpdateAction& action, const DocumentPath& path,
                                            const ItemView& old_item, std::string_view type_error);

}  // namespace stator::api::expr
