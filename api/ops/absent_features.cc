#include "api/ops/absent_features.h"

#include <memory>

#include "api/ops/find_table.h"
#include "api/ops/table_errors.h"

namespace stator::api {
namespace {

// The operations on backups have a name of their own for a table that is not there.
Status RequireTableForBackups(const OpContext& context, const std::string& name_or_arn) {
  STATOR_ASSIGN_OR_RETURN(const std::string name, ResolveTableName(context, name_or_arn));
  if (context.database->catalog().Find(context.space, name) != nullptr) return OkStatus();
  return Status(Code::kTableNotFound, "Table not found: " + name);
}

Status NotServed(std::string_view feature) {
  return InvalidParameter(std::string(feature) + " is not served by this version");
}

Result<ContributorInsightsResponse> InsightsOf(const OpContext& context,
                                               const std::string& table_name,
                                               const std::optional<std::string>& index_name) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table, FindTable(context, table_name));
  const std::shared_ptr<const TableSchema> schema = table->schema();
  if (index_name && schema->FindIndex(*index_name) == nullptr) {
    return NoSuchIndex(*index_name, schema->name);
  }
  return ContributorInsightsResponse{schema->name, index_name};
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

Result<ContributorInsightsResponse> DescribeContributorInsights(
    const OpContext& context, const DescribeContributorInsightsRequest& request) {
  return InsightsOf(context, request.table_name, request.index_name);
}

Result<ContributorInsightsResponse> UpdateContributorInsights(
    const OpContext& context, const UpdateContributorInsightsRequest& request) {
  if (request.enable) return NotServed("ContributorInsightsAction: ENABLE");
  return InsightsOf(context, request.table_name, request.index_name);
}

Result<ListAbsentResponse> ListContributorInsights(const OpContext& context,
                                                   const ListContributorInsightsRequest& request) {
  if (request.table_name) {
    STATOR_RETURN_IF_ERROR(FindTable(context, *request.table_name).status());
  }
  return ListAbsentResponse{};
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
