#include "api/io/describe_table_io.h"

#include "api/io/member.h"
#include "api/io/table_description_io.h"

namespace stator::api {

Result<DescribeTableRequest> DecodeDescribeTable(const json::Node& body) {
  return DescribeTableRequest{.table_name = RequiredString(body, "TableName")};
}

void EncodeDescribeTable(const TableResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Table");
  WriteTableDescription(reply.table, writer);
  writer->EndObject();
}

}  // namespace stator::api
