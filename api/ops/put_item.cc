#include "api/ops/put_item.h"

#include "api/ops/item_key.h"
#include "api/ops/write_action.h"
#include "api/ops/write_rules.h"

namespace stator::api {

Result<WriteItemResponse> PutItem(const OpContext& context, const PutItemRequest& request) {
  STATOR_ASSIGN_OR_RETURN(expr::Condition condition, CompileOnlyCondition(context, request));
  const ItemView item = request.item.view();
  STATOR_RETURN_IF_ERROR(CheckItemSize(item));
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindUsableTable(context, request.table_name));
  const std::shared_ptr<const TableSchema> schema = table->schema();
  PutAction action(item, {std::move(condition), request.on_condition_failure});
  STATOR_RETURN_IF_ERROR(action.Bind(*schema));
  STATOR_RETURN_IF_ERROR(CheckCollectionSize(context, *table, *schema, item));

  const auto decide = [&](const ItemView* old_item) { return action.Decide(old_item); };
  ItemWrite write{.table = table.get(), .key = item, .decide = decide};
  write.want_old = request.return_values == ReturnValues::kAllOld;
  STATOR_ASSIGN_OR_RETURN(WriteOutcome outcome, context.database->writer().Write(write));

  return MakeWriteReply(context, outcome, item, std::move(outcome.old_item),
                        request.return_consumed_capacity, request.return_item_collection_metrics);
}

}  // namespace stator::api
