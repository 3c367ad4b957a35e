#include "bench/driver/request_json.h"

#include <array>
#include <variant>

#include "api/json/item_json.h"
#include "api/json/json.h"

namespace stator::bench {
namespace {

using api::json::Writer;

constexpr std::array<std::string_view, std::variant_size_v<Request>> kOperations = {
    "GetItem", "PutItem", "UpdateItem", "Query", "Scan"};

void Put(std::string_view name, std::string_view text, Writer* json) {
  json->Name(name);
  json->String(text);
}

void PutItem(std::string_view name, const Item& item, Writer* json) {
  json->Name(name);
  api::json::WriteItem(item.view(), json);
}

// Every request of the driver asks for what it costs.
void Begin(const std::string& table_name, Writer* json) {
  json->BeginObject();
  Put("TableName", table_name, json);
  Put("ReturnConsumedCapacity", "TOTAL", json);
}

void PutExpressionAttributes(const api::ExpressionAttributes& attributes, Writer* json) {
  if (attributes.names) {
    json->Name("ExpressionAttributeNames");
    json->BeginObject();
    for (const auto& [name, attribute] : *attributes.names) Put(name, attribute, json);
    json->EndObject();
  }
  if (attributes.values) {
    json->Name("ExpressionAttributeValues");
    json->BeginObject();
    for (const auto& [name, value] : *attributes.values) {
      json->Name(name);
      api::json::WriteValue(value.view(), json);
    }
    json->EndObject();
  }
}

void PutPage(const api::ReadPageRequest& request, Writer* json) {
  if (request.index_name) Put("IndexName", *request.index_name, json);
  if (request.exclusive_start_key) PutItem("ExclusiveStartKey", *request.exclusive_start_key, json);
  if (request.limit) {
    json->Name("Limit");
    json->Integer(*request.limit);
  }
  PutExpressionAttributes(request.attributes, json);
}

void Members(const api::GetItemRequest& request, Writer* json) {
  PutItem("Key", request.key, json);
}
void Members(const api::PutItemRequest& request, Writer* json) {
  PutItem("Item", request.item, json);
}
void Members(const api::UpdateItemRequest& request, Writer* json) {
  PutItem("Key", request.key, json);
  if (request.update_expression) Put("UpdateExpression", *request.update_expression, json);
  PutExpressionAttributes(request.attributes, json);
}
void Members(const api::QueryRequest& request, Writer* json) {
  if (request.key_condition_expression) {
    Put("KeyConditionExpression", *request.key_condition_expression, json);
  }
  PutPage(request, json);
}
void Members(const api::ScanRequest& request, Writer* json) { PutPage(request, json); }

void PutKeySchema(const std::vector<api::KeySchemaElement>& elements, Writer* json) {
  json->Name("KeySchema");
  json->BeginArray();
  for (const api::KeySchemaElement& element : elements) {
    json->BeginObject();
    Put("AttributeName", element.attribute_name, json);
    Put("KeyType", element.hash ? "HASH" : "RANGE", json);
    json->EndObject();
  }
  json->EndArray();
}

void PutThroughput(const std::optional<api::ThroughputSpec>& throughput, Writer* json) {
  if (!throughput) return;
  json->Name("ProvisionedThroughput");
  json->BeginObject();
  json->Name("ReadCapacityUnits");
  json->Integer(throughput->read_units);
  json->Name("WriteCapacityUnits");
  json->Integer(throughput->write_units);
  json->EndObject();
}

void PutGlobalIndexes(const std::vector<api::IndexSpec>& indexes, Writer* json) {
  json->Name("GlobalSecondaryIndexes");
  json->BeginArray();
  for (const api::IndexSpec& index : indexes) {
    json->BeginObject();
    Put("IndexName", index.index_name, json);
    PutKeySchema(index.key_schema, json);
    json->Name("Projection");
    json->BeginObject();
    Put("ProjectionType", "ALL", json);
    json->EndObject();
    PutThroughput(index.throughput, json);
    json->EndObject();
  }
  json->EndArray();
}

void PutDefinitions(const std::vector<api::AttributeDefinition>& definitions, Writer* json) {
  json->Name("AttributeDefinitions");
  json->BeginArray();
  for (const api::AttributeDefinition& definition : definitions) {
    json->BeginObject();
    Put("AttributeName", definition.attribute_name, json);
    Put("AttributeType", definition.type == AttributeType::kNumber ? "N" : "S", json);
    json->EndObject();
  }
  json->EndArray();
}

void PutTags(const std::vector<Tag>& tags, Writer* json) {
  json->Name("Tags");
  json->BeginArray();
  for (const Tag& tag : tags) {
    json->BeginObject();
    Put("Key", tag.key, json);
    Put("Value", tag.value, json);
    json->EndObject();
  }
  json->EndArray();
}

}  // namespace

std::string_view OperationOf(const Request& request) { return kOperations[request.index()]; }

std::string RequestJson(const Request& request) {
  std::string text;
  Writer json(&text);
  std::visit(
      [&json](const auto& typed) {
        Begin(typed.table_name, &json);
        Members(typed, &json);
      },
      request);
  json.EndObject();
  return text;
}

std::string CreateTableJson(const api::CreateTableRequest& request) {
  std::string text;
  Writer json(&text);
  json.BeginObject();
  Put("TableName", request.table_name, &json);
  PutDefinitions(request.attribute_definitions, &json);
  PutKeySchema(request.key_schema, &json);
  const bool provisioned = request.billing_mode == BillingMode::kProvisioned;
  Put("BillingMode", provisioned ? "PROVISIONED" : "PAY_PER_REQUEST", &json);
  PutThroughput(request.throughput, &json);
  if (request.global_indexes) PutGlobalIndexes(*request.global_indexes, &json);
  if (request.tags) PutTags(*request.tags, &json);
  json.EndObject();
  return text;
}

}  // namespace stator::bench
