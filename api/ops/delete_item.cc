#include "api/ops/delete_item.h"

#include "api/ops/write_action.h"
#include "api/ops/write_rules.h"

namespace stator::api {

Result<WriteItemResponse> DeleteItem(const OpContext& context, const DeleteItemRequest& request) {
  STATOR_ASSIGN_OR_RETURN(expr::Condition condition, CompileOnlyCondition(context, request));
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindUsableTable(context, request.table_name));
  const std::shared_ptr<const TableSchema> schema = table->schema();
  const ItemView key = request.key.view();
  DeleteAction action(key, {std::move(condition), request.on_condition_failure});
  STATOR_RETURN_IF_ERROR(action.Bind(*schema));

  const auto decide = [&](const ItemView* old_item) { return action.Decide(old_item); };
  ItemWrite write{.table = table.get(), .key = key, .decide = decide};
  write.want_old = request.return_values == ReturnValues::kAllOld;
  STATOR_ASSIGN_OR_RETURN(WriteOutcome outcome, context.database->writer().Write(write));

  return MakeWriteReply(context, outcome, key, std::move(outcome.old_item),
                        request.return_consumed_capacity, request.return_item_collection_metrics);
}

}  // namespace stator::api
