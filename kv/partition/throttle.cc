#include "kv/partition/throttle.h"

#include <array>

namespace stator {
namespace {

constexpr std::array<std::string_view, kThrottleCauses> kCauseNames = {
    "ProvisionedThroughput", "KeyRangeThroughput", "MaxOnDemandThroughput", "AccountLimit"};
constexpr char kNameEnd = '/';  // no name has it

// As seen from the service, which has one text for a table without units and one with a hot key.
std::string_view TextOf(const Throttle& throttle) {
  switch (throttle.cause) {
    case ThrottleCause::kMaxOnDemandThroughput:
      return "Throughput exceeds the maximum OnDemandThroughput configured on table or index";
    case ThrottleCause::kAccountLimit:
      return "Throughput exceeds the current throughput limit for your account. Please contact AWS "
             "Support at https://aws.amazon.com/support request a limit increase";
    case ThrottleCause::kKeyRangeThroughput:
      if (throttle.index_name.empty()) break;
      return "Throughput exceeds the current capacity for one or more global secondary indexes. "
             "DynamoDB is automatically scaling your index so please try again shortly.";
    case ThrottleCause::kProvisionedThroughput: break;
  }
  return throttle.index_name.empty()
             ? "The level of configured provisioned throughput for the table was exceeded. "
               "Consider increasing your provisioning level with the UpdateTable API."
             : "The level of configured provisioned throughput for one or more global secondary "
               "indexes of the table was exceeded. Consider increasing your provisioning level for "
               "the under-provisioned global secondary indexes with the UpdateTable API";
}

bool IsCeiling(ThrottleCause cause) {
  return cause == ThrottleCause::kMaxOnDemandThroughput || cause == ThrottleCause::kAccountLimit;
}

}  // namespace

std::string ReasonOf(const Throttle& throttle) {
  std::string reason = throttle.index_name.empty() ? "Table" : "Index";
  reason += throttle.kind == CapacityKind::kRead ? "Read" : "Write";
  reason += kCauseNames[static_cast<size_t>(throttle.cause)];
  return reason + "Exceeded";
}

// The payload is a byte of the kind, a byte of the cause, and the names. It never leaves the
// process.
Status Throttled(const Throttle& throttle) {
  std::string payload;
  payload.push_back(static_cast<char>(throttle.kind));
  payload.push_back(static_cast<char>(throttle.cause));
  payload += throttle.table_name + kNameEnd + throttle.index_name;
  const Code code = IsCeiling(throttle.cause) ? Code::kOverCeiling : Code::kThrottled;
  return Status(code, std::string(TextOf(throttle)), std::move(payload));
}

std::optional<Throttle> ThrottleOf(const Status& status) {
  if (status.code() != Code::kThrottled && status.code() != Code::kOverCeiling) return std::nullopt;
  const std::string& payload = status.payload();
  const size_t name_end = payload.find(kNameEnd, 2);
  if (name_end == std::string::npos) return std::nullopt;
  return Throttle{static_cast<CapacityKind>(payload[0]), static_cast<ThrottleCause>(payload[1]),
                  payload.substr(2, name_end - 2), payload.substr(name_end + 1)};
}

}  // namespace stator
