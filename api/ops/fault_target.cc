#include "api/ops/fault_target.h"

#include <memory>
#include <string_view>
#include <utility>

#include "api/expr/expression.h"
#include "api/ops/key_text.h"
#include "api/ops/transact_actions.h"

namespace stator::api {
namespace {

template <typename Request>
bool Shows(const Request& request) {
  return request.on_condition_failure == ReturnValuesOnConditionCheckFailure::kAllOld;
}

FaultElement ReadOf(const OpContext& context, const std::string& table, const Item& key) {
  FaultElement element = ElementOfTable(context, table);
  SetKey(key.view(), &element);
  return element;
}

FaultElement WriteOf(const OpContext& context, const std::string& table, const Item& key) {
  FaultElement element = ReadOf(context, table, key);
  element.kind = CapacityKind::kWrite;
  return element;
}

FaultTarget OneOf(FaultElement element) {
  FaultTarget target{.on_items = true};
  target.elements.push_back(std::move(element));
  return target;
}

template <typename Request>
FaultTarget OneWrite(const OpContext& context, const Request& request, const Item& key) {
  FaultElement element = WriteOf(context, request.table_name, key);
  element.conditional =
      request.condition_expression.has_value() || (request.expected && !request.expected->empty());
  if (Shows(request)) element.key_of_shown = key;
  return OneOf(std::move(element));
}

FaultElement ElementOfPage(const OpContext& context, const ReadPageRequest& request) {
  FaultElement element = ElementOfTable(context, request.table_name);
  element.index_name = request.index_name;
  return element;
}

// Errors are left to the handler, which finds them again.
Result<expr::KeyCondition> KeyConditionOf(const QueryRequest& request, const KeySchema& keys) {
  expr::Binder binder(request.attributes, {"KeyConditionExpression"});
  if (request.key_condition_expression) {
    STATOR_ASSIGN_OR_RETURN(const auto conditions,
                            binder.CompileKeyConditions(*request.key_condition_expression));
    return expr::MatchKeySchema(conditions, keys);
  }
  if (!request.key_conditions) return ValidationError("no key condition");
  STATOR_ASSIGN_OR_RETURN(const auto conditions, expr::FromKeyConditions(*request.key_conditions));
  return expr::MatchKeySchema(conditions, keys);
}

template <typename Action>
FaultElement ActionOf(const OpContext& context, const Action& action, const Item& key,
                      bool conditional) {
  FaultElement element = WriteOf(context, action.table_name, key);
  element.conditional = conditional;
  if (Shows(action)) element.key_of_shown = key;
  return element;
}

FaultElement ElementOf(const OpContext& context, const TransactWriteItem& item) {
  if (item.put) {
    return ActionOf(context, *item.put, item.put->item, item.put->condition_expression.has_value());
  }
  if (item.update) {
    return ActionOf(context, *item.update, item.update->key,
                    item.update->condition_expression.has_value());
  }
  if (item.erase) {
    return ActionOf(context, *item.erase, item.erase->key,
                    item.erase->condition_expression.has_value());
  }
  if (item.condition_check) {
    return ActionOf(context, *item.condition_check, item.condition_check->key, true);
  }
  return {};
}

}  // namespace

FaultElement ElementOfTable(const OpContext& context, const std::string& name_or_arn) {
  FaultElement element;
  const auto named = ResolveTable(context, name_or_arn);
  if (!named.ok()) return element;
  element.table_name = named->name;
  const auto table = FindUsableTable(context, name_or_arn);
  if (table.ok()) element.schema = (*table)->schema();
  return element;
}

void SetKey(const ItemView& key, FaultElement* element) {
  if (element->schema == nullptr || element->schema->keys.hash.empty()) return;
  const auto value = key.Find(element->schema->keys.hash.front().name);
  if (value) element->partition_key = KeyText(*value);
}

void SetKey(const Value& partition_key, FaultElement* element) {
  element->partition_key = KeyText(partition_key.view());
}

FaultTarget TargetOfTable(const OpContext& context, const std::string& name_or_arn) {
  FaultTarget target;
  target.elements.push_back(ElementOfTable(context, name_or_arn));
  return target;
}

FaultTarget TargetOf(const OpContext& context, const GetItemRequest& request) {
  return OneOf(ReadOf(context, request.table_name, request.key));
}
FaultTarget TargetOf(const OpContext& context, const PutItemRequest& request) {
  return OneWrite(context, request, request.item);
}
FaultTarget TargetOf(const OpContext& context, const UpdateItemRequest& request) {
  return OneWrite(context, request, request.key);
}
FaultTarget TargetOf(const OpContext& context, const DeleteItemRequest& request) {
  return OneWrite(context, request, request.key);
}

FaultTarget TargetOf(const OpContext& context, const QueryRequest& request) {
  FaultElement element = ElementOfPage(context, request);
  if (element.schema == nullptr) return OneOf(std::move(element));
  const IndexSchema* index =
      request.index_name ? element.schema->FindIndex(*request.index_name) : nullptr;
  const auto keys = KeyConditionOf(request, index == nullptr ? element.schema->keys : index->keys);
  if (keys.ok() && !keys->hash.empty()) SetKey(keys->hash.front(), &element);
  return OneOf(std::move(element));
}
FaultTarget TargetOf(const OpContext& context, const ScanRequest& request) {
  return OneOf(ElementOfPage(context, request));
}

FaultTarget TargetOf(const OpContext& context, const BatchGetItemRequest& request) {
  FaultTarget target{.shape = FaultShape::kBatch, .on_items = true};
  for (const auto& [table, keys] : request.request_items) {
    for (const Item& key : keys.keys) target.elements.push_back(ReadOf(context, table, key));
  }
  return target;
}

FaultTarget TargetOf(const OpContext& context, const BatchWriteItemRequest& request) {
  FaultTarget target{.shape = FaultShape::kBatch, .on_items = true};
  for (const auto& [table, writes] : request.request_items) {
    for (const WriteRequest& write : writes) {
      const Item none;
      const Item& key = write.put ? *write.put : write.delete_key ? *write.delete_key : none;
      target.elements.push_back(WriteOf(context, table, key));
    }
  }
  return target;
}

FaultTarget TargetOf(const OpContext& context, const TransactGetItemsRequest& request) {
  FaultTarget target{.shape = FaultShape::kTransaction, .on_items = true};
  for (const TransactGet& get : request.transact_items) {
    target.elements.push_back(ReadOf(context, get.table_name, get.key));
  }
  return target;
}

FaultTarget TargetOf(const OpContext& context, const TransactWriteItemsRequest& request) {
  FaultTarget target{.shape = FaultShape::kTransaction, .on_items = true};
  for (const TransactWriteItem& item : request.transact_items) {
    target.elements.push_back(ElementOf(context, item));
  }
  return target;
}

}  // namespace stator::api
