#include "api/io/create_table_io.h"

#include <array>
#include <string>
#include <string_view>

#include "api/io/index_io.h"
#include "api/io/member.h"
#include "api/io/settings_io.h"
#include "api/io/table_description_io.h"
#include "api/io/tags_io.h"
#include "api/io/throughput_io.h"
#include "api/io/unserved_members.h"

namespace stator::api {
namespace {

constexpr std::array<std::string_view, 3> kUnserved = {
    "GlobalTableSourceArn",
    "GlobalTableSettingsReplicationMode",
    "VectorIndexes",
};

// The model leaves both optional, for tables made from another region's; the service still asks for
// them where there is no such source.
Status RequireStructure(const json::Node& body) {
  constexpr std::array<std::array<std::string_view, 2>, 2> kRequired = {{
      {"AttributeDefinitions", "attributeDefinitions"},
      {"KeySchema", "keySchema"},
  }};
  std::string text;
  int missing = 0;
  for (const auto& [name, path] : kRequired) {
    if (Member(body, name)) continue;
    text.append(missing == 0 ? "" : "; ").append("Value null at '").append(path);
    text.append("' failed to satisfy constraint: Member must not be null");
    ++missing;
  }
  if (missing == 0) return OkStatus();
  return ValidationError(std::to_string(missing) + " validation error" + (missing > 1 ? "s" : "") +
                         " detected: " + text);
}

}  // namespace

Result<CreateTableRequest> DecodeCreateTable(const json::Node& body) {
  STATOR_RETURN_IF_ERROR(RefuseUnserved(body, kUnserved));
  STATOR_RETURN_IF_ERROR(RequireStructure(body));
  CreateTableRequest request;
  request.table_name = RequiredString(body, "TableName");
  request.attribute_definitions = ReadAttributeDefinitions(*Member(body, "AttributeDefinitions"));
  request.key_schema = ReadKeySchema(*Member(body, "KeySchema"));
  if (const auto indexes = Member(body, "LocalSecondaryIndexes")) {
    request.local_indexes = ReadIndexes(*indexes);
  }
  if (const auto indexes = Member(body, "GlobalSecondaryIndexes")) {
    request.global_indexes = ReadIndexes(*indexes);
  }
  request.billing_mode = BillingModeMember(body);
  request.throughput = ProvisionedThroughputMember(body);
  request.stream = StreamSpecificationMember(body);
  request.sse = SseSpecificationMember(body);
  if (const auto tags = Member(body, "Tags")) request.tags = ReadTags(*tags);
  request.table_class = TableClassMember(body);
  request.deletion_protection = BoolMember(body, "DeletionProtectionEnabled");
  request.warm = WarmThroughputMember(body);
  request.on_demand = OnDemandThroughputMember(body);
  request.resource_policy = StringMember(body, "ResourcePolicy");
  return request;
}

void EncodeCreateTable(const TableResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("TableDescription");
  WriteTableDescription(reply.table, writer);
  writer->EndObject();
}

}  // namespace stator::api
