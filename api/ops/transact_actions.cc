#include "api/ops/transact_actions.h"

#include <optional>
#include <string_view>
#include <utility>

#include "api/ops/item_key.h"
#include "api/ops/update_action.h"
#include "kv/base/hash.h"
#include "kv/codec/varint.h"

namespace stator::api {
namespace {

Result<WriteCondition> CompileCondition(expr::Binder* binder,
                                        const std::optional<std::string>& text,
                                        ReturnValuesOnConditionCheckFailure mode) {
  expr::Condition condition;
  if (text) {
    STATOR_ASSIGN_OR_RETURN(condition, binder->CompileCondition("ConditionExpression", *text));
  }
  return WriteCondition(std::move(condition), mode);
}

Result<WriteCondition> CompileOnly(const ExpressionAttributes& attributes,
                                   const std::optional<std::string>& text,
                                   ReturnValuesOnConditionCheckFailure mode) {
  expr::Binder binder(attributes, {"ConditionExpression"});
  STATOR_ASSIGN_OR_RETURN(WriteCondition condition, CompileCondition(&binder, text, mode));
  STATOR_RETURN_IF_ERROR(binder.Finish());
  return condition;
}

using CompiledAction = Result<std::unique_ptr<WriteAction>>;

CompiledAction Compile(const TransactPut& put) {
  STATOR_ASSIGN_OR_RETURN(
      WriteCondition condition,
      CompileOnly(put.attributes, put.condition_expression, put.on_condition_failure));
  STATOR_RETURN_IF_ERROR(CheckItemSize(put.item.view()));
  return std::unique_ptr<WriteAction>(new PutAction(put.item.view(), std::move(condition)));
}

CompiledAction Compile(const TransactDelete& erase) {
  STATOR_ASSIGN_OR_RETURN(
      WriteCondition condition,
      CompileOnly(erase.attributes, erase.condition_expression, erase.on_condition_failure));
  return std::unique_ptr<WriteAction>(new DeleteAction(erase.key.view(), std::move(condition)));
}

CompiledAction Compile(const TransactConditionCheck& check) {
  STATOR_ASSIGN_OR_RETURN(
      WriteCondition condition,
      CompileOnly(check.attributes, check.condition_expression, check.on_condition_failure));
  return std::unique_ptr<WriteAction>(new CheckAction(check.key.view(), std::move(condition)));
}

CompiledAction Compile(const TransactUpdate& request) {
  expr::Binder binder(request.attributes, {"UpdateExpression", "ConditionExpression"});
  STATOR_ASSIGN_OR_RETURN(expr::Update update, binder.CompileUpdate(request.update_expression));
  STATOR_ASSIGN_OR_RETURN(
      WriteCondition condition,
      CompileCondition(&binder, request.condition_expression, request.on_condition_failure));
  STATOR_RETURN_IF_ERROR(binder.Finish());
  UpdateParts parts{.key = request.key.view(),
                    .update = std::move(update),
                    .condition = std::move(condition),
                    .size_rule = UpdateSizeRule::kExact,
                    .with_images = false};
  return std::unique_ptr<WriteAction>(new UpdateAction(std::move(parts)));
}

int CountActions(const TransactWriteItem& item) {
  return item.condition_check.has_value() + item.put.has_value() + item.erase.has_value() +
         item.update.has_value();
}

// A string that differs for requests that differ: every field has its length or its mark.
class Canonical {
 public:
  void Mark(char mark) { bytes_.push_back(mark); }
  void Text(std::string_view text) { AppendLengthPrefixed(text, &bytes_); }
  void OptionalText(const std::optional<std::string>& text) {
    Mark(text ? '+' : '-');
    if (text) Text(*text);
  }
  void Attributes(const ExpressionAttributes& attributes) {
    Mark(attributes.names ? '+' : '-');
    if (attributes.names) {
      AppendVarint(attributes.names->size(), &bytes_);
      for (const auto& [placeholder, name] : *attributes.names) {
        Text(placeholder);
        Text(name);
      }
    }
    Mark(attributes.values ? '+' : '-');
    if (!attributes.values) return;
    AppendVarint(attributes.values->size(), &bytes_);
    for (const auto& [placeholder, value] : *attributes.values) {
      Text(placeholder);
      Text(value.encoded());
    }
  }
  // What all actions have.
  template <typename Request>
  void Action(char mark, const Request& action, const Item& item) {
    Mark(mark);
    Text(action.table_name);
    Text(item.encoded());
    OptionalText(action.condition_expression);
    Attributes(action.attributes);
    Mark(action.on_condition_failure == ReturnValuesOnConditionCheckFailure::kAllOld ? '+' : '-');
  }
  uint64_t Hash() const { return HashBytes(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace

const std::string& TableNameOf(const TransactWriteItem& item) {
  if (item.put) return item.put->table_name;
  if (item.update) return item.update->table_name;
  if (item.erase) return item.erase->table_name;
  return item.condition_check->table_name;
}

Result<std::unique_ptr<WriteAction>> CompileAction(const TransactWriteItem& item) {
  if (CountActions(item) != 1) {
    return ValidationError("TransactItems can only contain one of Check, Put, Update or Delete");
  }
  if (item.put) return Compile(*item.put);
  if (item.update) return Compile(*item.update);
  if (item.erase) return Compile(*item.erase);
  return Compile(*item.condition_check);
}

uint64_t HashParameters(const TransactWriteItemsRequest& request) {
  Canonical canonical;
  for (const TransactWriteItem& item : request.transact_items) {
    if (item.put) canonical.Action('P', *item.put, item.put->item);
    if (item.update) {
      canonical.Action('U', *item.update, item.update->key);
      canonical.Text(item.update->update_expression);
    }
    if (item.erase) canonical.Action('D', *item.erase, item.erase->key);
    if (item.condition_check) {
      canonical.Action('C', *item.condition_check, item.condition_check->key);
    }
  }
  return canonical.Hash();
}

}  // namespace stator::api
