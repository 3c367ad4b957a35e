#include "api/ops/time_to_live.h"

#include <memory>
#include <string>

#include "api/ops/find_table.h"
#include "api/ops/name_rules.h"
#include "api/ops/table_errors.h"
#include "ttl/time_to_live.h"

namespace stator::api {
namespace {

// "It can take up to one hour for the change to fully process. Any additional UpdateTimeToLive
// calls for the same table during this one hour duration result in a ValidationException."
constexpr int64_t kBetweenChangesMicros = int64_t{3'600} * 1'000'000;

bool IsOn(const TtlSetting& ttl) {
  return ttl.status == TtlStatus::kEnabled || ttl.status == TtlStatus::kEnabling;
}

// A change that asks for what is there is called that, also within the hour.
Status CheckAgainstState(const TimeToLiveSpec& wanted, const TtlSetting& ttl) {
  if (!IsOn(ttl)) {
    return wanted.enabled ? OkStatus() : ValidationError("TimeToLive is already disabled");
  }
  if (wanted.attribute_name != ttl.attribute) {
    return ValidationError(
        "TimeToLive is active on a different AttributeName: current AttributeName is " +
        ttl.attribute);
  }
  return wanted.enabled ? ValidationError("TimeToLive is already enabled") : OkStatus();
}

// A clock that has gone back since the last change proves nothing.
bool IsWithinTheHour(const TtlSetting& ttl, int64_t now_micros) {
  if (ttl.changed_micros == 0 || now_micros < ttl.changed_micros) return false;
  return now_micros - ttl.changed_micros < kBetweenChangesMicros;
}

}  // namespace

Result<UpdateTimeToLiveResponse> UpdateTimeToLive(const OpContext& context,
                                                  const UpdateTimeToLiveRequest& request) {
  const TimeToLiveSpec& wanted = request.specification;
  STATOR_RETURN_IF_ERROR(
      CheckKeyAttributeName(wanted.attribute_name, "timeToLiveSpecification.attributeName"));
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindTable(context, request.table_name));
  const int64_t now_micros = context.database->clock().WallMicros();
  const auto check = [&](const TableSchema& schema) -> Status {
    STATOR_RETURN_IF_ERROR(RequireSettled(schema));
    STATOR_RETURN_IF_ERROR(CheckAgainstState(wanted, schema.ttl));
    if (!IsWithinTheHour(schema.ttl, now_micros)) return OkStatus();
    return ValidationError("Time to live has been modified multiple times within a fixed interval");
  };
  ttl::TimeToLive& time_to_live = *context.time_to_live;
  const Status status = wanted.enabled ? time_to_live.SwitchOn(table, wanted.attribute_name, check)
                                       : time_to_live.SwitchOff(table, check);
  if (status.code() == Code::kNotFound) return NoSuchTable(table->schema()->name);
  if (!status.ok()) return status;
  return UpdateTimeToLiveResponse{wanted};
}

Result<DescribeTimeToLiveResponse> DescribeTimeToLive(const OpContext& context,
                                                      const DescribeTimeToLiveRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindTable(context, request.table_name));
  const TtlSetting ttl = table->schema()->ttl;
  DescribeTimeToLiveResponse reply{.status = ttl.status};
  if (ttl.status != TtlStatus::kDisabled) reply.attribute_name = ttl.attribute;
  return reply;
}

}  // namespace stator::api
