// The update of one item, as write_action.h has it.
#pragma once

#include <optional>
#include <utility>

#include "api/expr/expression.h"
#include "api/ops/write_action.h"

namespace stator::api {

// How the limit on an item's size is applied to what an update makes of it.
enum class UpdateSizeRule {
  // UpdateItem (captured): the new item, and apart from it what the request writes and how
  // (Update::charged_bytes), which is judged before the condition.
  kEstimated,
  // An update in a transaction, or one that a statement asks for (captured): the new item.
  kExact,
};

struct UpdateParts {
  ItemView key;                        // must outlive the action
  std::optional<expr::Update> update;  // none: only makes sure that the item is there
  WriteCondition condition;
  UpdateSizeRule size_rule = UpdateSizeRule::kEstimated;
  bool with_images = false;  // fill updated_old and updated_new of the result
};

class UpdateAction final : public WriteAction {
 public:
  explicit UpdateAction(UpdateParts parts) : parts_(std::move(parts)) {}
  ItemView key() const override { return parts_.key; }
  Status Bind(const TableSchema& schema) override;
  Result<Mutation> Decide(const ItemView* old_item) override;
  bool adds() const override { return true; }

  // Of the last Decide that was not refused.
  expr::UpdateResult* result() { return &result_; }

 private:
  const UpdateParts parts_;
  const TableSchema* schema_ = nullptr;
  expr::UpdateResult result_;
};

}  // namespace stator::api
