#include "api/io/split_partition_io.h"

#include "api/io/member.h"

namespace stator::api {

Result<SplitPartitionRequest> DecodeSplitPartition(const json::Node& body) {
  if (!body.is(json::Kind::kObject)) return ValidationError("The body must be a JSON object");
  SplitPartitionRequest request;
  const auto name = Member(body, "TableName");
  if (!name || !name->is(json::Kind::kString)) {
    return ValidationError("TableName must be given, as a string");
  }
  request.table_name = name->string();
  if (const auto id = Member(body, "PartitionId")) {
    if (id->is(json::Kind::kNumber) && !id->has_fraction()) request.partition_id = id->integer();
    if (!request.partition_id) return ValidationError("PartitionId must be an integer");
  }
  for (auto it = body.begin(); it.Valid(); it.Next()) {
    if (it.name() == "TableName" || it.name() == "PartitionId") continue;
    return ValidationError("Unknown member: " + std::string(it.name()));
  }
  return request;
}

void EncodeSplitPartition(const SplitPartitionResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("PartitionId");
  writer->Integer(reply.partition_id);
  writer->Name("NewPartitionIds");
  writer->BeginArray();
  writer->Integer(reply.low_id);
  writer->Integer(reply.high_id);
  writer->EndArray();
  writer->EndObject();
}

}  // namespace stator::api
