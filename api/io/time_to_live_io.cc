#include "api/io/time_to_live_io.h"

#include "api/io/member.h"

namespace stator::api {
namespace {

std::string_view StatusText(TtlStatus status) {
  switch (status) {
    case TtlStatus::kDisabled: return "DISABLED";
    case TtlStatus::kEnabling: return "ENABLING";
    case TtlStatus::kEnabled: return "ENABLED";
    case TtlStatus::kDisabling: return "DISABLING";
  }
  return "DISABLED";
}

}  // namespace

Result<UpdateTimeToLiveRequest> DecodeUpdateTimeToLive(const json::Node& body) {
  UpdateTimeToLiveRequest request;
  request.table_name = RequiredString(body, "TableName");
  if (const auto specification = Member(body, "TimeToLiveSpecification")) {
    request.specification = {RequiredString(*specification, "AttributeName"),
                             BoolMember(*specification, "Enabled").value_or(false)};
  }
  return request;
}

Result<DescribeTimeToLiveRequest> DecodeDescribeTimeToLive(const json::Node& body) {
  return DescribeTimeToLiveRequest{.table_name = RequiredString(body, "TableName")};
}

void EncodeUpdateTimeToLive(const UpdateTimeToLiveResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("TimeToLiveSpecification");
  writer->BeginObject();
  writer->Name("AttributeName");
  writer->String(reply.specification.attribute_name);
  writer->Name("Enabled");
  writer->Bool(reply.specification.enabled);
  writer->EndObject();
  writer->EndObject();
}

void EncodeDescribeTimeToLive(const DescribeTimeToLiveResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("TimeToLiveDescription");
  writer->BeginObject();
  if (reply.attribute_name) {
    writer->Name("AttributeName");
    writer->String(*reply.attribute_name);
  }
  writer->Name("TimeToLiveStatus");
  writer->String(StatusText(reply.status));
  writer->EndObject();
  writer->EndObject();
}

}  // namespace stator::api
