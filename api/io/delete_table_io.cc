#include "api/io/delete_table_io.h"

#include "api/io/member.h"
#include "api/io/table_description_io.h"

namespace stator::api {

Result<DeleteTableRequest> DecodeDeleteTable(const json::Node& body) {
  return DeleteTableRequest{.table_name = RequiredString(body, "TableName")};
}

void EncodeDeleteTable(const TableResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("TableDescription");
  WriteTableDescription(reply.table, writer);
  writer->EndObject();
}

}  // namespace stator::api
