#include "api/ops/update_item.h"

#include "api/ops/parameter_rules.h"
#include "api/ops/update_action.h"
#include "api/ops/write_rules.h"

namespace stator::api {
namespace {

struct Compiled {
  expr::Condition condition;
  std::optional<expr::Update> update;  // none: the request only makes sure that the item is there
};

Result<Compiled> Compile(const UpdateItemRequest& request) {
  STATOR_RETURN_IF_ERROR(
      RefuseMixing({{"AttributeUpdates", request.attribute_updates.has_value()},
                    {"Expected", request.expected.has_value()},
                    {"ConditionalOperator", request.conditional_operator.has_value()}},
                   {{"UpdateExpression", request.update_expression.has_value()},
                    {"ConditionExpression", request.condition_expression.has_value()}}));
  expr::Binder binder(request.attributes, {"UpdateExpression", "ConditionExpression"});
  Compiled compiled;
  if (request.update_expression) {
    STATOR_ASSIGN_OR_RETURN(compiled.update, binder.CompileUpdate(*request.update_expression));
  }
  STATOR_ASSIGN_OR_RETURN(compiled.condition,
                          CompileWriteCondition(&binder, request.condition_expression,
                                                request.expected, request.conditional_operator));
  // Of the older parameters the condition is looked at first.
  if (request.attribute_updates) {
    STATOR_ASSIGN_OR_RETURN(compiled.update,
                            expr::FromAttributeUpdates(*request.attribute_updates));
  }
  STATOR_RETURN_IF_ERROR(binder.Finish());
  return compiled;
}

bool WantsImages(ReturnValues mode) {
  return mode == ReturnValues::kUpdatedOld || mode == ReturnValues::kUpdatedNew;
}

std::optional<Item> UnlessEmpty(Item item) {
  if (item.view().count() == 0) return std::nullopt;
  return item;
}

std::optional<Item> ReturnedAttributes(ReturnValues mode, WriteOutcome* outcome,
                                       expr::UpdateResult* result) {
  switch (mode) {
    case ReturnValues::kNone: return std::nullopt;
    case ReturnValues::kAllOld: return std::move(outcome->old_item);
    case ReturnValues::kAllNew: return std::move(outcome->new_item);
    case ReturnValues::kUpdatedOld: return UnlessEmpty(std::move(result->updated_old));
    case ReturnValues::kUpdatedNew: return UnlessEmpty(std::move(result->updated_new));
  }
  return std::nullopt;
}

}  // namespace

Result<WriteItemResponse> UpdateItem(const OpContext& context, const UpdateItemRequest& request) {
  Result<Compiled> compiled = Compile(request);
  if (!compiled.ok()) return context.wording.Reword(std::move(compiled).status());
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindUsableTable(context, request.table_name));
  const std::shared_ptr<const TableSchema> schema = table->schema();
  const ItemView key = request.key.view();
  UpdateAction action({.key = key,
                       .update = std::move(compiled->update),
                       .condition = {std::move(compiled->condition), request.on_condition_failure},
                       .size_rule = request.attributes.from_statement ? UpdateSizeRule::kExact
                                                                      : UpdateSizeRule::kEstimated,
                       .with_images = WantsImages(request.return_values)});
  STATOR_RETURN_IF_ERROR(action.Bind(*schema));
  STATOR_RETURN_IF_ERROR(CheckCollectionSize(context, *table, *schema, key));

  const auto decide = [&](const ItemView* old_item) { return action.Decide(old_item); };
  ItemWrite write{.table = table.get(), .key = key, .decide = decide};
  write.want_old = request.return_values == ReturnValues::kAllOld;
  write.want_new = request.return_values == ReturnValues::kAllNew;
  STATOR_ASSIGN_OR_RETURN(WriteOutcome outcome, context.database->writer().Write(write));

  auto attributes = ReturnedAttributes(request.return_values, &outcome, action.result());
  return MakeWriteReply(context, outcome, key, std::move(attributes),
                        request.return_consumed_capacity, request.return_item_collection_metrics);
}

}  // namespace stator::api
