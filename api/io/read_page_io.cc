#include "api/io/read_page_io.h"

#include "api/io/capacity_members.h"
#include "api/io/expression_members.h"
#include "api/io/item_members.h"
#include "api/io/legacy_members.h"
#include "api/io/member.h"
#include "api/json/item_json.h"

namespace stator::api {
namespace {

std::optional<Select> ReadSelect(const json::Node& body) {
  const auto member = Member(body, "Select");
  if (!member) return std::nullopt;
  const std::string_view text = member->string();
  if (text == "COUNT") return Select::kCount;
  if (text == "SPECIFIC_ATTRIBUTES") return Select::kSpecificAttributes;
  if (text == "ALL_PROJECTED_ATTRIBUTES") return Select::kAllProjectedAttributes;
  return Select::kAllAttributes;
}

Status DecodePageMembers(const json::Node& body, ReadPageRequest* request) {
  request->table_name = RequiredString(body, "TableName");
  request->index_name = StringMember(body, "IndexName");
  request->select = ReadSelect(body);
  request->attributes_to_get = StringsMember(body, "AttributesToGet");
  request->limit = IntegerMember(body, "Limit");
  request->consistent_read = BoolMember(body, "ConsistentRead").value_or(false);
  request->conditional_operator = ReadConditionalOperator(body);
  STATOR_ASSIGN_OR_RETURN(request->exclusive_start_key, OptionalItem(body, "ExclusiveStartKey"));
  request->projection_expression = StringMember(body, "ProjectionExpression");
  request->filter_expression = StringMember(body, "FilterExpression");
  STATOR_ASSIGN_OR_RETURN(request->attributes, ReadExpressionAttributes(body));
  request->return_consumed_capacity = ReadReturnConsumedCapacity(body);
  return OkStatus();
}

}  // namespace

Result<QueryRequest> DecodeQuery(const json::Node& body) {
  QueryRequest request;
  STATOR_RETURN_IF_ERROR(DecodePageMembers(body, &request));
  STATOR_ASSIGN_OR_RETURN(request.key_conditions, ReadLegacyConditions(body, "KeyConditions"));
  STATOR_ASSIGN_OR_RETURN(request.query_filter, ReadLegacyConditions(body, "QueryFilter"));
  request.scan_index_forward = BoolMember(body, "ScanIndexForward").value_or(true);
  request.key_condition_expression = StringMember(body, "KeyConditionExpression");
  return request;
}

Result<ScanRequest> DecodeScan(const json::Node& body) {
  ScanRequest request;
  STATOR_RETURN_IF_ERROR(DecodePageMembers(body, &request));
  STATOR_ASSIGN_OR_RETURN(request.scan_filter, ReadLegacyConditions(body, "ScanFilter"));
  request.total_segments = IntegerMember(body, "TotalSegments");
  request.segment = IntegerMember(body, "Segment");
  return request;
}

void EncodeReadPage(const ReadPageResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  if (!reply.count_only) {
    writer->Name("Items");
    writer->BeginArray();
    for (const Item& item : reply.items) json::WriteItem(item.view(), writer);
    writer->EndArray();
  }
  writer->Name("Count");
  writer->Integer(reply.count);
  writer->Name("ScannedCount");
  writer->Integer(reply.scanned_count);
  if (reply.last_evaluated_key) {
    writer->Name("LastEvaluatedKey");
    json::WriteItem(reply.last_evaluated_key->view(), writer);
  }
  if (reply.consumed_capacity) {
    writer->Name("ConsumedCapacity");
    WriteConsumedCapacity(*reply.consumed_capacity, writer);
  }
  writer->EndObject();
}

}  // namespace stator::api
