#include "api/io/transact_io.h"

#include "api/io/capacity_members.h"
#include "api/io/expression_members.h"
#include "api/io/item_members.h"
#include "api/io/member.h"
#include "api/json/item_json.h"

namespace stator::api {
namespace {

// What every action has. `Action` is one of the structs in transact_ops.h.
template <typename Action>
Status ReadActionMembers(const json::Node& object, Action* action) {
  action->table_name = RequiredString(object, "TableName");
  STATOR_ASSIGN_OR_RETURN(action->attributes, ReadExpressionAttributes(object));
  action->on_condition_failure = ReadOnConditionFailure(object);
  return OkStatus();
}

Result<TransactConditionCheck> ReadConditionCheck(const json::Node& object) {
  TransactConditionCheck check;
  STATOR_ASSIGN_OR_RETURN(check.key, ItemMember(object, "Key"));
  check.condition_expression = RequiredString(object, "ConditionExpression");
  STATOR_RETURN_IF_ERROR(ReadActionMembers(object, &check));
  return check;
}

Result<TransactPut> ReadPut(const json::Node& object) {
  TransactPut put;
  STATOR_ASSIGN_OR_RETURN(put.item, ItemMember(object, "Item"));
  put.condition_expression = StringMember(object, "ConditionExpression");
  STATOR_RETURN_IF_ERROR(ReadActionMembers(object, &put));
  return put;
}

Result<TransactDelete> ReadDelete(const json::Node& object) {
  TransactDelete erase;
  STATOR_ASSIGN_OR_RETURN(erase.key, ItemMember(object, "Key"));
  erase.condition_expression = StringMember(object, "ConditionExpression");
  STATOR_RETURN_IF_ERROR(ReadActionMembers(object, &erase));
  return erase;
}

Result<TransactUpdate> ReadUpdate(const json::Node& object) {
  TransactUpdate update;
  STATOR_ASSIGN_OR_RETURN(update.key, ItemMember(object, "Key"));
  update.update_expression = RequiredString(object, "UpdateExpression");
  update.condition_expression = StringMember(object, "ConditionExpression");
  STATOR_RETURN_IF_ERROR(ReadActionMembers(object, &update));
  return update;
}

Result<TransactWriteItem> ReadWriteItem(const json::Node& object) {
  TransactWriteItem item;
  if (const auto check = Member(object, "ConditionCheck")) {
    STATOR_ASSIGN_OR_RETURN(item.condition_check, ReadConditionCheck(*check));
  }
  if (const auto put = Member(object, "Put")) {
    STATOR_ASSIGN_OR_RETURN(item.put, ReadPut(*put));
  }
  if (const auto erase = Member(object, "Delete")) {
    STATOR_ASSIGN_OR_RETURN(item.erase, ReadDelete(*erase));
  }
  if (const auto update = Member(object, "Update")) {
    STATOR_ASSIGN_OR_RETURN(item.update, ReadUpdate(*update));
  }
  return item;
}

Result<TransactGet> ReadGet(const json::Node& object) {
  TransactGet get;
  get.table_name = RequiredString(object, "TableName");
  STATOR_ASSIGN_OR_RETURN(get.key, ItemMember(object, "Key"));
  get.projection_expression = StringMember(object, "ProjectionExpression");
  get.names = ReadExpressionNames(object);
  return get;
}

}  // namespace

Result<TransactWriteItemsRequest> DecodeTransactWriteItems(const json::Node& body) {
  TransactWriteItemsRequest request;
  if (const auto items = Member(body, "TransactItems")) {
    request.transact_items.reserve(items->size());
    for (auto it = items->begin(); it.Valid(); it.Next()) {
      STATOR_ASSIGN_OR_RETURN(TransactWriteItem item, ReadWriteItem(it.value()));
      request.transact_items.push_back(std::move(item));
    }
  }
  request.client_request_token = StringMember(body, "ClientRequestToken");
  request.return_consumed_capacity = ReadReturnConsumedCapacity(body);
  request.return_item_collection_metrics = ReadReturnItemCollectionMetrics(body);
  return request;
}

void EncodeTransactWriteItems(const TransactWriteItemsResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  WriteCollectionMetricsByTable(reply.item_collection_metrics, writer);
  WriteConsumedCapacities(reply.consumed_capacity, writer);
  writer->EndObject();
}

Result<TransactGetItemsRequest> DecodeTransactGetItems(const json::Node& body) {
  TransactGetItemsRequest request;
  if (const auto items = Member(body, "TransactItems")) {
    for (auto it = items->begin(); it.Valid(); it.Next()) {
      const auto get = Member(it.value(), "Get");
      if (!get) return ValidationError("TransactItems can only contain Get");
      STATOR_ASSIGN_OR_RETURN(TransactGet one, ReadGet(*get));
      request.transact_items.push_back(std::move(one));
    }
  }
  request.return_consumed_capacity = ReadReturnConsumedCapacity(body);
  return request;
}

void EncodeTransactGetItems(const TransactGetItemsResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  WriteConsumedCapacities(reply.consumed_capacity, writer);
  writer->Name("Responses");
  writer->BeginArray();
  for (const std::optional<Item>& item : reply.responses) {
    writer->BeginObject();
    if (item) {
      writer->Name("Item");
      json::WriteItem(item->view(), writer);
    }
    writer->EndObject();
  }
  writer->EndArray();
  writer->EndObject();
}

}  // namespace stator::api
