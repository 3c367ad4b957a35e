#include "api/ops/update_item.h"

#include <algorithm>

#include "api/ops/item_key.h"
#include "api/ops/parameter_rules.h"
#include "api/ops/write_rules.h"
#include "kv/base/limits.h"

namespace stator::api {
namespace {

struct Compiled {
  expr::Condition condition;
  std::optional<expr::Update> update;  // none: the request only makes sure that the item is there
};

Result<std::optional<expr::Update>> CompileUpdate(expr::Binder* binder,
                                                  const UpdateItemRequest& request) {
  if (request.update_expression) {
    STATOR_ASSIGN_OR_RETURN(expr::Update update, binder->CompileUpdate(*request.update_expression));
    return std::optional<expr::Update>(std::move(update));
  }
  if (request.attribute_updates) {
    STATOR_ASSIGN_OR_RETURN(expr::Update update,
                            expr::FromAttributeUpdates(*request.attribute_updates));
    return std::optional<expr::Update>(std::move(update));
  }
  return std::optional<expr::Update>();
}

Result<Compiled> Compile(const UpdateItemRequest& request) {
  STATOR_RETURN_IF_ERROR(
      RefuseMixing({{"AttributeUpdates", request.attribute_updates.has_value()},
                    {"Expected", request.expected.has_value()},
                    {"ConditionalOperator", request.conditional_operator.has_value()}},
                   {{"UpdateExpression", request.update_expression.has_value()},
                    {"ConditionExpression", request.condition_expression.has_value()}}));
  expr::Binder binder(request.attributes, {"UpdateExpression", "ConditionExpression"});
  Compiled compiled;
  STATOR_ASSIGN_OR_RETURN(compiled.update, CompileUpdate(&binder, request));
  STATOR_ASSIGN_OR_RETURN(compiled.condition,
                          CompileWriteCondition(&binder, request.condition_expression,
                                                request.expected, request.conditional_operator));
  STATOR_RETURN_IF_ERROR(binder.Finish());
  return compiled;
}

Status RefuseKeyChange(const TableSchema& schema, const expr::Update& update) {
  for (const std::string& name : update.WrittenNames()) {
    if (!schema.keys.Contains(name)) continue;
    return ValidationError("One or more parameter values were invalid: Cannot update attribute " +
                           name + ". This attribute is part of the key");
  }
  return OkStatus();
}

// The limit that was captured from the service: an update is measured as the larger of the new item
// and of the new item without its key but with 3 bytes, 19 for each action that writes a value and
// 2 for each that clears one.
Status CheckUpdatedSize(const ItemView& item, const ItemView& key, const expr::Update& update) {
  const size_t size = item.SizeBytes();
  const size_t estimate = size - std::min(size, key.SizeBytes()) + 3 +
                          19 * update.writing_actions() + 2 * update.clearing_actions();
  if (std::max(size, estimate) <= limits::kItemBytes) return OkStatus();
  return ValidationError("Item size to update has exceeded the maximum allowed size");
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

// One attempt of an update against the old item, which the writer has locked.
class Attempt {
 public:
  Attempt(const UpdateItemRequest& request, const TableSchema& schema, const Compiled& compiled)
      : request_(request), schema_(schema), compiled_(compiled) {}

  Result<Mutation> Run(const ItemView* old_item) {
    STATOR_RETURN_IF_ERROR(
        CheckCondition(compiled_.condition, old_item, request_.on_condition_failure));
    const ItemView key = request_.key.view();
    if (!compiled_.update) return Mutation::Put(old_item != nullptr ? *old_item : key);
    STATOR_ASSIGN_OR_RETURN(
        result_, compiled_.update->Apply(old_item, key, WantsImages(request_.return_values)));
    const ItemView item = result_.item.view();
    STATOR_RETURN_IF_ERROR(CheckUpdatedSize(item, key, *compiled_.update));
    STATOR_RETURN_IF_ERROR(CheckIndexKeys(schema_, item));
    return Mutation::Put(item);
  }

  expr::UpdateResult* result() { return &result_; }

 private:
  const UpdateItemRequest& request_;
  const TableSchema& schema_;
  const Compiled& compiled_;
  expr::UpdateResult result_;  // of the last run
};

}  // namespace

Result<WriteItemResponse> UpdateItem(const OpContext& context, const UpdateItemRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const Compiled compiled, Compile(request));
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindUsableTable(context, request.table_name));
  const std::shared_ptr<const TableSchema> schema = table->schema();
  const ItemView key = request.key.view();
  STATOR_RETURN_IF_ERROR(CheckKey(*schema, key));
  if (compiled.update) STATOR_RETURN_IF_ERROR(RefuseKeyChange(*schema, *compiled.update));
  STATOR_RETURN_IF_ERROR(CheckCollectionSize(context, *table, *schema, key));

  Attempt attempt(request, *schema, compiled);
  const auto decide = [&](const ItemView* old_item) { return attempt.Run(old_item); };
  ItemWrite write{.table = table.get(), .key = key, .decide = decide};
  write.want_old = request.return_values == ReturnValues::kAllOld;
  write.want_new = request.return_values == ReturnValues::kAllNew;
  STATOR_ASSIGN_OR_RETURN(WriteOutcome outcome, context.database->writer().Write(write));

  auto attributes = ReturnedAttributes(request.return_values, &outcome, attempt.result());
  return MakeWriteReply(context, outcome, key, std::move(attributes),
                        request.return_consumed_capacity, request.return_item_collection_metrics);
}

}  // namespace stator::api
