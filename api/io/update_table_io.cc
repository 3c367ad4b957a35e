#include "api/io/update_table_io.h"

#include <array>
#include <string_view>
#include <utility>

#include "api/io/index_io.h"
#include "api/io/member.h"
#include "api/io/settings_io.h"
#include "api/io/table_description_io.h"
#include "api/io/throughput_io.h"
#include "api/io/unserved_members.h"

namespace stator::api {
namespace {

constexpr std::array<std::string_view, 5> kUnserved = {
    "ReplicaUpdates",         "GlobalTableWitnessUpdates",
    "MultiRegionConsistency", "GlobalTableSettingsReplicationMode",
    "VectorIndexUpdates",
};

GlobalIndexUpdate::Change ReadChange(const json::Node& object) {
  GlobalIndexUpdate::Change change;
  change.index_name = RequiredString(object, "IndexName");
  change.throughput = ProvisionedThroughputMember(object);
  change.on_demand = OnDemandThroughputMember(object);
  change.warm = WarmThroughputMember(object);
  return change;
}

std::vector<GlobalIndexUpdate> ReadIndexUpdates(const json::Node& array) {
  std::vector<GlobalIndexUpdate> updates;
  updates.reserve(array.size());
  for (auto it = array.begin(); it.Valid(); it.Next()) {
    const json::Node element = it.value();
    GlobalIndexUpdate update;
    if (const auto create = Member(element, "Create")) update.create = ReadIndex(*create);
    if (const auto change = Member(element, "Update")) update.update = ReadChange(*change);
    if (const auto removal = Member(element, "Delete")) {
      update.delete_index_name = RequiredString(*removal, "IndexName");
    }
    updates.push_back(std::move(update));
  }
  return updates;
}

}  // namespace

Result<UpdateTableRequest> DecodeUpdateTable(const json::Node& body) {
  STATOR_RETURN_IF_ERROR(RefuseUnserved(body, kUnserved));
  UpdateTableRequest request;
  request.table_name = RequiredString(body, "TableName");
  if (const auto definitions = Member(body, "AttributeDefinitions")) {
    request.attribute_definitions = ReadAttributeDefinitions(*definitions);
  }
  request.billing_mode = BillingModeMember(body);
  request.throughput = ProvisionedThroughputMember(body);
  if (const auto updates = Member(body, "GlobalSecondaryIndexUpdates")) {
    request.global_index_updates = ReadIndexUpdates(*updates);
  }
  request.stream = StreamSpecificationMember(body);
  request.sse = SseSpecificationMember(body);
  request.table_class = TableClassMember(body);
  request.deletion_protection = BoolMember(body, "DeletionProtectionEnabled");
  request.warm = WarmThroughputMember(body);
  request.on_demand = OnDemandThroughputMember(body);
  return request;
}

void EncodeUpdateTable(const TableResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("TableDescription");
  WriteTableDescription(reply.table, writer);
  writer->EndObject();
}

}  // namespace stator::api
