#include "api/io/throughput_io.h"

#include "api/io/member.h"

namespace stator::api {
namespace {

std::optional<PartialThroughput> PartialThroughputMember(const json::Node& object,
                                                         std::string_view name,
                                                         std::string_view read_name,
                                                         std::string_view write_name) {
  const std::optional<json::Node> member = Member(object, name);
  if (!member) return std::nullopt;
  PartialThroughput throughput;
  throughput.read_units = IntegerMember(*member, read_name);
  throughput.write_units = IntegerMember(*member, write_name);
  return throughput;
}

void WriteDate(std::string_view name, int64_t seconds, json::Writer* writer) {
  if (seconds == 0) return;
  writer->Name(name);
  writer->Integer(seconds);
}

}  // namespace

std::optional<BillingMode> BillingModeMember(const json::Node& object) {
  const std::optional<json::Node> member = Member(object, "BillingMode");
  if (!member) return std::nullopt;
  return member->string() == "PAY_PER_REQUEST" ? BillingMode::kPayPerRequest
                                               : BillingMode::kProvisioned;
}

std::optional<TableClass> TableClassMember(const json::Node& object) {
  const std::optional<json::Node> member = Member(object, "TableClass");
  if (!member) return std::nullopt;
  return member->string() == "STANDARD" ? TableClass::kStandard
                                        : TableClass::kStandardInfrequentAccess;
}

std::optional<ThroughputSpec> ProvisionedThroughputMember(const json::Node& object) {
  const std::optional<json::Node> member = Member(object, "ProvisionedThroughput");
  if (!member) return std::nullopt;
  ThroughputSpec throughput;
  throughput.read_units = IntegerMember(*member, "ReadCapacityUnits").value_or(0);
  throughput.write_units = IntegerMember(*member, "WriteCapacityUnits").value_or(0);
  return throughput;
}

std::optional<PartialThroughput> OnDemandThroughputMember(const json::Node& object) {
  return PartialThroughputMember(object, "OnDemandThroughput", "MaxReadRequestUnits",
                                 "MaxWriteRequestUnits");
}

std::optional<PartialThroughput> WarmThroughputMember(const json::Node& object) {
  return PartialThroughputMember(object, "WarmThroughput", "ReadUnitsPerSecond",
                                 "WriteUnitsPerSecond");
}

std::string_view BillingModeText(BillingMode mode) {
  return mode == BillingMode::kPayPerRequest ? "PAY_PER_REQUEST" : "PROVISIONED";
}

std::string_view TableClassText(TableClass table_class) {
  return table_class == TableClass::kStandard ? "STANDARD" : "STANDARD_INFREQUENT_ACCESS";
}

std::string_view ResourceStatusText(ResourceStatus status) {
  switch (status) {
    case ResourceStatus::kCreating: return "CREATING";
    case ResourceStatus::kActive: return "ACTIVE";
    case ResourceStatus::kUpdating: return "UPDATING";
    case ResourceStatus::kDeleting: return "DELETING";
  }
  return "ACTIVE";
}

void WriteProvisionedThroughput(const ProvisionedThroughput& throughput, json::Writer* writer) {
  writer->Name("ProvisionedThroughput");
  writer->BeginObject();
  WriteDate("LastIncreaseDateTime", throughput.last_increase_seconds, writer);
  WriteDate("LastDecreaseDateTime", throughput.last_decrease_seconds, writer);
  writer->Name("NumberOfDecreasesToday");
  writer->Integer(throughput.decreases_today);
  writer->Name("ReadCapacityUnits");
  writer->Integer(throughput.read_units);
  writer->Name("WriteCapacityUnits");
  writer->Integer(throughput.write_units);
  writer->EndObject();
}

void WriteOnDemandThroughput(const OnDemandThroughput& ceilings, json::Writer* writer) {
  if (ceilings.max_read_units < 0 && ceilings.max_write_units < 0) return;
  writer->Name("OnDemandThroughput");
  writer->BeginObject();
  if (ceilings.max_read_units >= 0) {
    writer->Name("MaxReadRequestUnits");
    writer->Integer(ceilings.max_read_units);
  }
  if (ceilings.max_write_units >= 0) {
    writer->Name("MaxWriteRequestUnits");
    writer->Integer(ceilings.max_write_units);
  }
  writer->EndObject();
}

void WriteWarmThroughput(const WarmThroughput& warm, ResourceStatus status, json::Writer* writer) {
  writer->Name("WarmThroughput");
  writer->BeginObject();
  writer->Name("ReadUnitsPerSecond");
  writer->Integer(warm.read_units);
  writer->Name("WriteUnitsPerSecond");
  writer->Integer(warm.write_units);
  writer->Name("Status");
  writer->String(ResourceStatusText(status));
  writer->EndObject();
}

}  // namespace stator::api
