#include "api/io/item_io.h"

#include "api/io/capacity_members.h"
#include "api/io/expression_members.h"
#include "api/io/item_members.h"
#include "api/io/legacy_members.h"
#include "api/io/member.h"
#include "api/json/item_json.h"

namespace stator::api {
namespace {

// What the three writes have in common; `Request` is one of theirs.
template <typename Request>
Status DecodeWriteMembers(const json::Node& body, Request* request) {
  STATOR_ASSIGN_OR_RETURN(request->expected, ReadExpected(body));
  request->conditional_operator = ReadConditionalOperator(body);
  request->condition_expression = StringMember(body, "ConditionExpression");
  STATOR_ASSIGN_OR_RETURN(request->attributes, ReadExpressionAttributes(body));
  request->return_values = ReadReturnValues(body);
  request->on_condition_failure = ReadOnConditionFailure(body);
  request->return_consumed_capacity = ReadReturnConsumedCapacity(body);
  request->return_item_collection_metrics = ReadReturnItemCollectionMetrics(body);
  return OkStatus();
}

}  // namespace

Result<GetItemRequest> DecodeGetItem(const json::Node& body) {
  GetItemRequest request;
  request.table_name = RequiredString(body, "TableName");
  STATOR_ASSIGN_OR_RETURN(request.key, ItemMember(body, "Key"));
  request.consistent_read = BoolMember(body, "ConsistentRead").value_or(false);
  request.attributes_to_get = StringsMember(body, "AttributesToGet");
  request.projection_expression = StringMember(body, "ProjectionExpression");
  request.attributes.names = ReadExpressionNames(body);
  request.return_consumed_capacity = ReadReturnConsumedCapacity(body);
  return request;
}

void EncodeGetItem(const GetItemResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  if (reply.item) {
    writer->Name("Item");
    json::WriteItem(reply.item->view(), writer);
  }
  if (reply.consumed_capacity) {
    writer->Name("ConsumedCapacity");
    WriteConsumedCapacity(*reply.consumed_capacity, writer);
  }
  writer->EndObject();
}

Result<PutItemRequest> DecodePutItem(const json::Node& body) {
  PutItemRequest request;
  request.table_name = RequiredString(body, "TableName");
  STATOR_ASSIGN_OR_RETURN(request.item, ItemMember(body, "Item"));
  STATOR_RETURN_IF_ERROR(DecodeWriteMembers(body, &request));
  return request;
}

Result<UpdateItemRequest> DecodeUpdateItem(const json::Node& body) {
  UpdateItemRequest request;
  request.table_name = RequiredString(body, "TableName");
  STATOR_ASSIGN_OR_RETURN(request.key, ItemMember(body, "Key"));
  STATOR_ASSIGN_OR_RETURN(request.attribute_updates, ReadAttributeUpdates(body));
  request.update_expression = StringMember(body, "UpdateExpression");
  STATOR_RETURN_IF_ERROR(DecodeWriteMembers(body, &request));
  return request;
}

Result<DeleteItemRequest> DecodeDeleteItem(const json::Node& body) {
  DeleteItemRequest request;
  request.table_name = RequiredString(body, "TableName");
  STATOR_ASSIGN_OR_RETURN(request.key, ItemMember(body, "Key"));
  STATOR_RETURN_IF_ERROR(DecodeWriteMembers(body, &request));
  return request;
}

void EncodeWriteItem(const WriteItemResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  if (reply.attributes) {
    writer->Name("Attributes");
    json::WriteItem(reply.attributes->view(), writer);
  }
  if (reply.consumed_capacity) {
    writer->Name("ConsumedCapacity");
    WriteConsumedCapacity(*reply.consumed_capacity, writer);
  }
  if (reply.item_collection_metrics) {
    writer->Name("ItemCollectionMetrics");
    WriteItemCollectionMetrics(*reply.item_collection_metrics, writer);
  }
  writer->EndObject();
}

}  // namespace stator::api
