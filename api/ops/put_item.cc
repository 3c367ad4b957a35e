#include "api/ops/put_item.h"

#include "api/ops/item_key.h"
#include "api/ops/parameter_rules.h"
#include "api/ops/write_rules.h"

namespace stator::api {

Result<WriteItemResponse> PutItem(const OpContext& context, const PutItemRequest& request) {
  STATOR_RETURN_IF_ERROR(RequireNoneOrAllOld(request.return_values));
  STATOR_ASSIGN_OR_RETURN(const expr::Condition condition,
                          CompileOnlyCondition(request.attributes, request.condition_expression,
                                               request.expected, request.conditional_operator));
  const ItemView item = request.item.view();
  STATOR_RETURN_IF_ERROR(CheckItemSize(item));
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindUsableTable(context, request.table_name));
  const std::shared_ptr<const TableSchema> schema = table->schema();
  STATOR_RETURN_IF_ERROR(CheckItemKeys(*schema, item));
  STATOR_RETURN_IF_ERROR(CheckCollectionSize(context, *table, *schema, item));

  const auto decide = [&](const ItemView* old_item) -> Result<Mutation> {
    STATOR_RETURN_IF_ERROR(CheckCondition(condition, old_item, request.on_condition_failure));
    return Mutation::Put(item);
  };
  ItemWrite write{.table = table.get(), .key = item, .decide = decide};
  write.want_old = request.return_values == ReturnValues::kAllOld;
  STATOR_ASSIGN_OR_RETURN(WriteOutcome outcome, context.database->writer().Write(write));

  return MakeWriteReply(context, outcome, item, std::move(outcome.old_item),
                        request.return_consumed_capacity, request.return_item_collection_metrics);
}

}  // namespace stator::api
