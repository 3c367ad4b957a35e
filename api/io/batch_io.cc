#include "api/io/batch_io.h"

#include "api/io/capacity_members.h"
#include "api/io/expression_members.h"
#include "api/io/item_members.h"
#include "api/io/member.h"
#include "api/json/item_json.h"

namespace stator::api {
namespace {

Result<KeysAndAttributes> ReadKeysAndAttributes(const json::Node& object) {
  KeysAndAttributes keys;
  if (const auto list = Member(object, "Keys")) {
    for (auto it = list->begin(); it.Valid(); it.Next()) {
      STATOR_ASSIGN_OR_RETURN(Item key, json::ReadItem(it.value()));
      keys.keys.push_back(std::move(key));
    }
  }
  keys.attributes_to_get = StringsMember(object, "AttributesToGet");
  const auto consistent = BoolMember(object, "ConsistentRead");
  keys.consistent_read = consistent.value_or(false);
  keys.consistent_read_was_set = consistent.has_value();
  keys.projection_expression = StringMember(object, "ProjectionExpression");
  keys.names = ReadExpressionNames(object);
  return keys;
}

void WriteKeysAndAttributes(const KeysAndAttributes& keys, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Keys");
  writer->BeginArray();
  for (const Item& key : keys.keys) json::WriteItem(key.view(), writer);
  writer->EndArray();
  if (keys.attributes_to_get) {
    writer->Name("AttributesToGet");
    writer->BeginArray();
    for (const std::string& name : *keys.attributes_to_get) writer->String(name);
    writer->EndArray();
  }
  if (keys.consistent_read_was_set) {
    writer->Name("ConsistentRead");
    writer->Bool(keys.consistent_read);
  }
  if (keys.projection_expression) {
    writer->Name("ProjectionExpression");
    writer->String(*keys.projection_expression);
  }
  if (keys.names) {
    writer->Name("ExpressionAttributeNames");
    writer->BeginObject();
    for (const auto& [placeholder, name] : *keys.names) {
      writer->Name(placeholder);
      writer->String(name);
    }
    writer->EndObject();
  }
  writer->EndObject();
}

// Of a table that is named twice the last counts, as of any member.
template <typename Requests>
void SetTable(std::string_view name, Requests requests,
              std::vector<std::pair<std::string, Requests>>* tables) {
  for (auto& [known, earlier] : *tables) {
    if (known != name) continue;
    earlier = std::move(requests);
    return;
  }
  tables->emplace_back(name, std::move(requests));
}

Result<WriteRequest> ReadWriteRequest(const json::Node& object) {
  WriteRequest write;
  if (const auto put = Member(object, "PutRequest")) {
    STATOR_ASSIGN_OR_RETURN(write.put, ItemMember(*put, "Item"));
  }
  if (const auto erase = Member(object, "DeleteRequest")) {
    STATOR_ASSIGN_OR_RETURN(write.delete_key, ItemMember(*erase, "Key"));
  }
  return write;
}

void WriteWriteRequest(const WriteRequest& write, json::Writer* writer) {
  writer->BeginObject();
  writer->Name(write.put ? "PutRequest" : "DeleteRequest");
  writer->BeginObject();
  writer->Name(write.put ? "Item" : "Key");
  json::WriteItem(write.put ? write.put->view() : write.delete_key->view(), writer);
  writer->EndObject();
  writer->EndObject();
}

}  // namespace

Result<BatchGetItemRequest> DecodeBatchGetItem(const json::Node& body) {
  BatchGetItemRequest request;
  if (const auto items = Member(body, "RequestItems")) {
    for (auto it = items->begin(); it.Valid(); it.Next()) {
      STATOR_ASSIGN_OR_RETURN(KeysAndAttributes keys, ReadKeysAndAttributes(it.value()));
      SetTable(it.name(), std::move(keys), &request.request_items);
    }
  }
  request.return_consumed_capacity = ReadReturnConsumedCapacity(body);
  return request;
}

void EncodeBatchGetItem(const BatchGetItemResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Responses");
  writer->BeginObject();
  for (const auto& [table, items] : reply.responses) {
    writer->Name(table);
    writer->BeginArray();
    for (const Item& item : items) json::WriteItem(item.view(), writer);
    writer->EndArray();
  }
  writer->EndObject();
  writer->Name("UnprocessedKeys");
  writer->BeginObject();
  for (const auto& [table, keys] : reply.unprocessed_keys) {
    writer->Name(table);
    WriteKeysAndAttributes(keys, writer);
  }
  writer->EndObject();
  WriteConsumedCapacities(reply.consumed_capacity, writer);
  writer->EndObject();
}

Result<BatchWriteItemRequest> DecodeBatchWriteItem(const json::Node& body) {
  BatchWriteItemRequest request;
  if (const auto items = Member(body, "RequestItems")) {
    for (auto table = items->begin(); table.Valid(); table.Next()) {
      std::vector<WriteRequest> writes;
      for (auto it = table.value().begin(); it.Valid(); it.Next()) {
        STATOR_ASSIGN_OR_RETURN(WriteRequest write, ReadWriteRequest(it.value()));
        writes.push_back(std::move(write));
      }
      SetTable(table.name(), std::move(writes), &request.request_items);
    }
  }
  request.return_consumed_capacity = ReadReturnConsumedCapacity(body);
  request.return_item_collection_metrics = ReadReturnItemCollectionMetrics(body);
  return request;
}

void EncodeBatchWriteItem(const BatchWriteItemResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("UnprocessedItems");
  writer->BeginObject();
  for (const auto& [table, writes] : reply.unprocessed_items) {
    writer->Name(table);
    writer->BeginArray();
    for (const WriteRequest& write : writes) WriteWriteRequest(write, writer);
    writer->EndArray();
  }
  writer->EndObject();
  WriteCollectionMetricsByTable(reply.item_collection_metrics, writer);
  WriteConsumedCapacities(reply.consumed_capacity, writer);
  writer->EndObject();
}

}  // namespace stator::api
