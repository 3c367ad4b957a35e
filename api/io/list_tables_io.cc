#include "api/io/list_tables_io.h"

#include "api/io/member.h"

namespace stator::api {

Result<ListTablesRequest> DecodeListTables(const json::Node& body) {
  ListTablesRequest request;
  request.exclusive_start_table_name = StringMember(body, "ExclusiveStartTableName");
  request.limit = IntegerMember(body, "Limit");
  return request;
}

void EncodeListTables(const ListTablesResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  if (reply.last_evaluated_table_name) {
    writer->Name("LastEvaluatedTableName");
    writer->String(*reply.last_evaluated_table_name);
  }
  writer->Name("TableNames");
  writer->BeginArray();
  for (const std::string& name : reply.table_names) writer->String(name);
  writer->EndArray();
  writer->EndObject();
}

}  // namespace stator::api
