#include "api/io/partition_io.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>
#include <string>

#include "api/io/member.h"
#include "kv/base/hex.h"

namespace stator::api {
namespace {

constexpr std::array<std::string_view, 3> kModeNames = {"off", "table", "partition"};
constexpr std::array<std::string_view, 5> kSplitReasonNames = {"request", "heat", "growth",
                                                               "throughput", "size"};

Status CheckMembers(const json::Node& body, std::initializer_list<std::string_view> known) {
  if (!body.is(json::Kind::kObject)) return ValidationError("The body must be a JSON object");
  for (auto it = body.begin(); it.Valid(); it.Next()) {
    if (std::find(known.begin(), known.end(), it.name()) != known.end()) continue;
    return ValidationError("Unknown member: " + std::string(it.name()));
  }
  return OkStatus();
}

Result<std::string> TableNameOf(const json::Node& body) {
  const auto name = Member(body, "TableName");
  if (!name || !name->is(json::Kind::kString)) {
    return ValidationError("TableName must be given, as a string");
  }
  return std::string(name->string());
}

Result<CapacityMode> ModeOf(const json::Node& mode) {
  if (mode.is(json::Kind::kString)) {
    const auto it = std::find(kModeNames.begin(), kModeNames.end(), mode.string());
    if (it != kModeNames.end()) return static_cast<CapacityMode>(it - kModeNames.begin());
  }
  return ValidationError("Mode must be off, table or partition");
}

void EncodeSeconds(const std::vector<SecondOfUse>& seconds, json::Writer* writer) {
  writer->BeginArray();
  for (const SecondOfUse& second : seconds) {
    writer->BeginObject();
    writer->Name("Second");
    writer->Integer(second.second);
    writer->Name("Units");
    writer->Double(second.units);
    writer->Name("Throttled");
    writer->Integer(second.throttled);
    writer->EndObject();
  }
  writer->EndArray();
}

void EncodePartitionUse(const PartitionUse& use, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Units");
  writer->Double(use.units);
  writer->Name("Throttled");
  writer->Integer(static_cast<int64_t>(use.throttled));
  writer->Name("UnitsLeft");
  writer->Double(use.units_left);
  writer->Name("Seconds");
  EncodeSeconds(use.seconds, writer);
  writer->EndObject();
}

void EncodeUseOf(uint32_t partition_id, std::string_view name, const std::vector<PartitionUse>& use,
                 json::Writer* writer) {
  for (const PartitionUse& one : use) {
    if (one.partition_id != partition_id) continue;
    writer->Name(name);
    EncodePartitionUse(one, writer);
  }
}

// The causes that there were.
void EncodeTotals(CapacityKind kind, const std::string& index_name,
                  const TableCapacity::KindUse& use, json::Writer* writer) {
  writer->Name(kind == CapacityKind::kRead ? "Read" : "Write");
  writer->BeginObject();
  writer->Name("Units");
  writer->Double(use.consumed_units);
  writer->Name("Throttled");
  writer->BeginObject();
  for (size_t i = 0; i < kThrottleCauses; ++i) {
    if (use.throttled[i] == 0) continue;
    writer->Name(ReasonOf({kind, static_cast<ThrottleCause>(i), "", index_name}));
    writer->Integer(static_cast<int64_t>(use.throttled[i]));
  }
  writer->EndObject();
  if (use.provisioned_units_left) {
    writer->Name("ProvisionedUnitsLeft");
    writer->Double(*use.provisioned_units_left);
  }
  if (use.on_demand_units) {
    writer->Name("OnDemandUnits");
    writer->Double(*use.on_demand_units);
  }
  writer->EndObject();
}

// Partitions that were split, with what they were used for before.
void EncodeEnded(const TableCapacity::ResourceUse& use, json::Writer* writer) {
  std::set<uint32_t> ids;
  for (const PartitionUse& one : use.read.ended) ids.insert(one.partition_id);
  for (const PartitionUse& one : use.write.ended) ids.insert(one.partition_id);
  writer->Name("EndedPartitions");
  writer->BeginArray();
  for (const uint32_t id : ids) {
    writer->BeginObject();
    writer->Name("PartitionId");
    writer->Integer(id);
    EncodeUseOf(id, "Read", use.read.ended, writer);
    EncodeUseOf(id, "Write", use.write.ended, writer);
    writer->EndObject();
  }
  writer->EndArray();
}

void EncodeResource(const ResourcePartitions& resource, json::Writer* writer) {
  const TableCapacity::ResourceUse& use = resource.use;
  writer->BeginObject();
  if (!use.index_name.empty()) {
    writer->Name("IndexName");
    writer->String(use.index_name);
  }
  EncodeTotals(CapacityKind::kRead, use.index_name, use.read, writer);
  EncodeTotals(CapacityKind::kWrite, use.index_name, use.write, writer);
  writer->Name("Partitions");
  writer->BeginArray();
  for (size_t i = 0; i < use.ranges.size(); ++i) {
    writer->BeginObject();
    writer->Name("PartitionId");
    writer->Integer(use.ranges[i].id);
    writer->Name("FirstKey");
    writer->String(ToHex(use.ranges[i].first_key));
    writer->Name("SizeBytes");
    writer->Integer(static_cast<int64_t>(resource.size_bytes[i]));
    EncodeUseOf(use.ranges[i].id, "Read", use.read.partitions, writer);
    EncodeUseOf(use.ranges[i].id, "Write", use.write.partitions, writer);
    writer->EndObject();
  }
  writer->EndArray();
  EncodeEnded(use, writer);
  writer->EndObject();
}

void EncodeIds(std::string_view name, const std::vector<uint32_t>& ids, json::Writer* writer) {
  writer->Name(name);
  writer->BeginArray();
  for (const uint32_t id : ids) writer->Integer(id);
  writer->EndArray();
}

void EncodeSplit(const SplitEvent& split, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Time");
  writer->Double(static_cast<double>(split.wall_micros) / 1e6);
  writer->Name("Reason");
  writer->String(kSplitReasonNames[static_cast<size_t>(split.reason)]);
  if (!split.index_name.empty()) {
    writer->Name("IndexName");
    writer->String(split.index_name);
  }
  EncodeIds("PartitionIds", split.gone, writer);
  EncodeIds("NewPartitionIds", split.made, writer);
  writer->EndObject();
}

}  // namespace

Result<SplitPartitionRequest> DecodeSplitPartition(const json::Node& body) {
  STATOR_RETURN_IF_ERROR(CheckMembers(body, {"TableName", "PartitionId"}));
  SplitPartitionRequest request;
  STATOR_ASSIGN_OR_RETURN(request.table_name, TableNameOf(body));
  if (const auto id = Member(body, "PartitionId")) {
    if (id->is(json::Kind::kNumber) && !id->has_fraction()) request.partition_id = id->integer();
    if (!request.partition_id) return ValidationError("PartitionId must be an integer");
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

Result<DescribePartitionsRequest> DecodeDescribePartitions(const json::Node& body) {
  STATOR_RETURN_IF_ERROR(CheckMembers(body, {"TableName"}));
  DescribePartitionsRequest request;
  STATOR_ASSIGN_OR_RETURN(request.table_name, TableNameOf(body));
  return request;
}

void EncodeDescribePartitions(const DescribePartitionsResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("TableName");
  writer->String(reply.table_name);
  writer->Name("Mode");
  writer->String(kModeNames[static_cast<size_t>(reply.mode)]);
  writer->Name("Resources");
  writer->BeginArray();
  for (const ResourcePartitions& resource : reply.resources) EncodeResource(resource, writer);
  writer->EndArray();
  writer->Name("Splits");
  writer->BeginArray();
  for (const SplitEvent& split : reply.splits) EncodeSplit(split, writer);
  writer->EndArray();
  writer->EndObject();
}

Result<SetCapacityModeRequest> DecodeSetCapacityMode(const json::Node& body) {
  STATOR_RETURN_IF_ERROR(CheckMembers(body, {"Mode", "TableName"}));
  SetCapacityModeRequest request;
  // A null is no name left out: it must not change the mode of every table.
  if (body.Find("TableName")) {
    STATOR_ASSIGN_OR_RETURN(request.table_name, TableNameOf(body));
  }
  if (const auto mode = Member(body, "Mode")) {
    STATOR_ASSIGN_OR_RETURN(request.mode, ModeOf(*mode));
  } else if (!request.table_name) {
    return ValidationError("Mode must be off, table or partition");
  }
  return request;
}

void EncodeSetCapacityMode(const EmptyResponse& /*reply*/, json::Writer* writer) {
  writer->BeginObject();
  writer->EndObject();
}

}  // namespace stator::api
