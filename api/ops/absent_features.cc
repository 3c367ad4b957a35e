#include "api/ops/absent_features.h"

#include <memory>

#include "api/ops/find_table.h"
#include "api/ops/table_errors.h"

namespace stator::api {
namespace {

// The operations on backups have a name of their own for a table that is not there.
Status RequireTableForBackups(const OpContext& context, const std::string& name_or_arn) {
  STATOR_ASSIGN_OR_RETURN(const TableReference named, ResolveTable(context, name_or_arn));
  if (context.database->catalog().Find(named.space, named.name) != nullptr) return OkStatus();
  return Status(Code::kTableNotFound, "Table not found: " + named.name);
}

Status NotServed(std::string_view feature) {
  return InvalidParameter(std::string(feature) + " is not served by this version");
}

}  // namespace

Result<ContinuousBackupsResponse> DescribeContinuousBackups(
    const OpContext& context, const DescribeContinuousBackupsRequest& request) {
  STATOR_RETURN_IF_ERROR(RequireTableForBackups(context, request.table_name));
  return ContinuousBackupsResponse{};
}

Result<ContinuousBackupsResponse> UpdateContinuousBackups(
    const OpContext& context, const UpdateContinuousBackupsRequest& request) {
  if (request.point_in_time_recovery || request.recovery_period_days) {
    return NotServed("PointInTimeRecoverySpecification: point-in-time recovery");
  }
  STATOR_RETURN_IF_ERROR(RequireTableForBackups(context, request.table_name));
  return ContinuousBackupsResponse{};
}

Result<DescribeKinesisStreamingDestinationResponse> DescribeKinesisStreamingDestination(
    const OpContext& context, const DescribeKinesisStreamingDestinationRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindTable(context, request.table_name));
  return DescribeKinesisStreamingDestinationResponse{table->schema()->name};
}

Result<ListAbsentResponse> ListAbsent(const OpContext&, const ListAbsentRequest&) {
  return ListAbsentResponse{};
}

}  // namespace stator::api
