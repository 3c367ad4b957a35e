#include "api/io/fault_io.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "api/io/member.h"

namespace stator::api {
namespace {

constexpr std::array<std::string_view, kFaultKinds> kFaultNames = {
    "throttle",        "internal-server-error",    "service-unavailable",  "latency",
    "drop-connection", "conditional-check-failed", "transaction-conflict", "unprocessed"};
constexpr std::array<std::string_view, 2> kMomentNames = {"before", "after"};
constexpr std::array<std::string_view, 2> kLagModeNames = {"replicas", "oldest"};

Status CheckMembers(const json::Node& body, std::initializer_list<std::string_view> known) {
  if (!body.is(json::Kind::kObject)) return ValidationError("The body must be a JSON object");
  for (auto it = body.begin(); it.Valid(); it.Next()) {
    if (std::find(known.begin(), known.end(), it.name()) != known.end()) continue;
    return ValidationError("Unknown member: " + std::string(it.name()));
  }
  return OkStatus();
}

Result<std::optional<std::string>> TextOf(const json::Node& body, std::string_view name) {
  const auto member = Member(body, name);
  if (!member) return std::optional<std::string>();
  if (!member->is(json::Kind::kString)) {
    return ValidationError(std::string(name) + " must be a string");
  }
  return std::optional<std::string>(member->string());
}

Result<std::optional<int64_t>> IntegerOf(const json::Node& body, std::string_view name) {
  const auto member = Member(body, name);
  if (!member) return std::optional<int64_t>();
  if (member->is(json::Kind::kNumber) && !member->has_fraction() && member->integer()) {
    return member->integer();
  }
  return ValidationError(std::string(name) + " must be an integer");
}

// One of the names, as its place. None: the member is absent.
template <size_t kCount>
Result<std::optional<size_t>> ChoiceOf(const json::Node& body, std::string_view name,
                                       const std::array<std::string_view, kCount>& choices) {
  const auto member = Member(body, name);
  if (!member) return std::optional<size_t>();
  if (member->is(json::Kind::kString)) {
    const auto it = std::find(choices.begin(), choices.end(), member->string());
    if (it != choices.end()) return std::optional<size_t>(it - choices.begin());
  }
  std::string text(name);
  text.append(" must be one of");
  for (const std::string_view choice : choices) text.append(" ").append(choice);
  return ValidationError(std::move(text));
}

Status ReadOperations(const json::Node& body, FaultRule* rule) {
  const auto member = Member(body, "Operations");
  if (!member) return OkStatus();
  const Status malformed =
      ValidationError("Operations must be an array of names of operations, not empty");
  if (!member->is(json::Kind::kArray) || member->size() == 0) return malformed;
  for (auto it = member->begin(); it.Valid(); it.Next()) {
    if (!it.value().is(json::Kind::kString)) return malformed;
    rule->operations.emplace_back(it.value().string());
  }
  return OkStatus();
}

Status ReadChance(const json::Node& body, FaultRule* rule) {
  if (const auto probability = Member(body, "Probability")) {
    if (!probability->is(json::Kind::kNumber)) {
      return ValidationError("Probability must be a number");
    }
    rule->probability = probability->number();
  }
  STATOR_ASSIGN_OR_RETURN(const auto seed, IntegerOf(body, "Seed"));
  if (seed) rule->seed = static_cast<uint64_t>(*seed);
  STATOR_ASSIGN_OR_RETURN(rule->count, IntegerOf(body, "Count"));
  return OkStatus();
}

// What the fault is, as opposed to whom it hits.
Status ReadFault(const json::Node& body, FaultRule* rule) {
  STATOR_ASSIGN_OR_RETURN(const auto fault, ChoiceOf(body, "Fault", kFaultNames));
  if (!fault) return ValidationError("Fault must be given");
  rule->fault = static_cast<FaultKind>(*fault);
  STATOR_ASSIGN_OR_RETURN(const auto moment, ChoiceOf(body, "When", kMomentNames));
  if (moment) rule->moment = static_cast<FaultMoment>(*moment);
  STATOR_ASSIGN_OR_RETURN(const auto millis, IntegerOf(body, "Milliseconds"));
  rule->latency_millis = millis.value_or(0);
  STATOR_ASSIGN_OR_RETURN(const auto reason, TextOf(body, "Reason"));
  rule->reason = reason.value_or("");
  STATOR_ASSIGN_OR_RETURN(const auto index, TextOf(body, "IndexName"));
  rule->index_name = index.value_or("");
  return OkStatus();
}

void WriteText(std::string_view name, std::string_view text, json::Writer* writer) {
  if (text.empty()) return;
  writer->Name(name);
  writer->String(text);
}

void WriteInteger(std::string_view name, int64_t value, json::Writer* writer) {
  writer->Name(name);
  writer->Integer(value);
}

void EncodeRule(const FaultRule& rule, json::Writer* writer) {
  writer->Name("Fault");
  writer->String(kFaultNames[static_cast<size_t>(rule.fault)]);
  if (rule.fault == FaultKind::kLatency || rule.fault == FaultKind::kDropConnection) {
    writer->Name("When");
    writer->String(kMomentNames[static_cast<size_t>(rule.moment)]);
  }
  if (rule.latency_millis != 0) WriteInteger("Milliseconds", rule.latency_millis, writer);
  WriteText("Reason", rule.reason, writer);
  WriteText("IndexName", rule.index_name, writer);
  if (!rule.operations.empty()) {
    writer->Name("Operations");
    writer->BeginArray();
    for (const std::string& operation : rule.operations) writer->String(operation);
    writer->EndArray();
  }
  WriteText("TableName", rule.table_name.value_or(""), writer);
  WriteText("PartitionKey", rule.partition_key.value_or(""), writer);
  writer->Name("Probability");
  writer->Double(rule.probability);
  if (rule.seed) WriteInteger("Seed", static_cast<int64_t>(*rule.seed), writer);
  if (rule.count) WriteInteger("Count", *rule.count, writer);
}

void EncodeLag(const Lag& lag, json::Writer* writer) {
  WriteInteger("ReadMillis", lag.read_millis, writer);
  WriteInteger("IndexMillis", lag.index_millis, writer);
  writer->Name("Reads");
  writer->String(kLagModeNames[static_cast<size_t>(lag.mode)]);
}

}  // namespace

Result<FaultRule> DecodeFaultRule(const json::Node& body) {
  STATOR_RETURN_IF_ERROR(
      CheckMembers(body, {"Fault", "When", "Milliseconds", "Reason", "IndexName", "Operations",
                          "TableName", "PartitionKey", "Probability", "Seed", "Count"}));
  FaultRule rule;
  STATOR_RETURN_IF_ERROR(ReadFault(body, &rule));
  STATOR_RETURN_IF_ERROR(ReadOperations(body, &rule));
  STATOR_ASSIGN_OR_RETURN(rule.table_name, TextOf(body, "TableName"));
  STATOR_ASSIGN_OR_RETURN(rule.partition_key, TextOf(body, "PartitionKey"));
  STATOR_RETURN_IF_ERROR(ReadChance(body, &rule));
  return rule;
}

void EncodeAddFault(const AddFaultResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  WriteInteger("FaultId", static_cast<int64_t>(reply.fault_id), writer);
  writer->EndObject();
}

Result<ListFaultsRequest> DecodeListFaults(const json::Node& body) {
  STATOR_RETURN_IF_ERROR(CheckMembers(body, {}));
  return ListFaultsRequest{};
}

void EncodeListFaults(const ListFaultsResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Faults");
  writer->BeginArray();
  for (const FaultState& fault : reply.faults) {
    writer->BeginObject();
    WriteInteger("FaultId", static_cast<int64_t>(fault.fault_id), writer);
    EncodeRule(fault.rule, writer);
    WriteInteger("Hits", fault.hits, writer);
    writer->EndObject();
  }
  writer->EndArray();
  writer->EndObject();
}

Result<DeleteFaultsRequest> DecodeDeleteFaults(const json::Node& body) {
  STATOR_RETURN_IF_ERROR(CheckMembers(body, {"FaultId"}));
  DeleteFaultsRequest request;
  STATOR_ASSIGN_OR_RETURN(const auto id, IntegerOf(body, "FaultId"));
  if (id) request.fault_id = static_cast<uint64_t>(*id);
  return request;
}

void EncodeDeleteFaults(const DeleteFaultsResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  WriteInteger("Deleted", reply.deleted, writer);
  writer->EndObject();
}

Result<SetLagRequest> DecodeSetLag(const json::Node& body) {
  STATOR_RETURN_IF_ERROR(CheckMembers(body, {"ReadMillis", "IndexMillis", "Reads", "TableName"}));
  SetLagRequest request;
  STATOR_ASSIGN_OR_RETURN(request.table_name, TextOf(body, "TableName"));
  STATOR_ASSIGN_OR_RETURN(const auto reads, IntegerOf(body, "ReadMillis"));
  STATOR_ASSIGN_OR_RETURN(const auto indexes, IntegerOf(body, "IndexMillis"));
  STATOR_ASSIGN_OR_RETURN(const auto mode, ChoiceOf(body, "Reads", kLagModeNames));
  if (!reads && !indexes) {
    if (request.table_name && !mode) return request;
    return ValidationError("ReadMillis or IndexMillis must be given");
  }
  if (mode && !reads) return ValidationError("Reads is about ReadMillis, which must be given");
  request.lag = Lag{reads.value_or(0), indexes.value_or(0), static_cast<LagMode>(mode.value_or(0))};
  return request;
}

void EncodeSetLag(const EmptyResponse& /*reply*/, json::Writer* writer) {
  writer->BeginObject();
  writer->EndObject();
}

Result<DescribeLagRequest> DecodeDescribeLag(const json::Node& body) {
  STATOR_RETURN_IF_ERROR(CheckMembers(body, {}));
  return DescribeLagRequest{};
}

void EncodeDescribeLag(const DescribeLagResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  EncodeLag(reply.lag, writer);
  writer->Name("Tables");
  writer->BeginArray();
  for (const auto& [name, lag] : reply.tables) {
    writer->BeginObject();
    writer->Name("TableName");
    writer->String(name);
    EncodeLag(lag, writer);
    writer->EndObject();
  }
  writer->EndArray();
  writer->EndObject();
}

}  // namespace stator::api
