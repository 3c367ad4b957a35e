#include "api/io/absent_features_io.h"

#include "api/io/member.h"

namespace stator::api {
namespace {

void WriteText(std::string_view name, std::string_view text, json::Writer* writer) {
  writer->Name(name);
  writer->String(text);
}

void WriteEmptyList(std::string_view name, json::Writer* writer) {
  writer->BeginObject();
  writer->Name(name);
  writer->BeginArray();
  writer->EndArray();
  writer->EndObject();
}

}  // namespace

Result<DescribeContinuousBackupsRequest> DecodeDescribeContinuousBackups(const json::Node& body) {
  return DescribeContinuousBackupsRequest{RequiredString(body, "TableName")};
}

Result<UpdateContinuousBackupsRequest> DecodeUpdateContinuousBackups(const json::Node& body) {
  UpdateContinuousBackupsRequest request{.table_name = RequiredString(body, "TableName")};
  if (const auto wanted = Member(body, "PointInTimeRecoverySpecification")) {
    request.point_in_time_recovery =
        BoolMember(*wanted, "PointInTimeRecoveryEnabled").value_or(false);
    request.recovery_period_days = IntegerMember(*wanted, "RecoveryPeriodInDays");
  }
  return request;
}

void EncodeContinuousBackups(const ContinuousBackupsResponse&, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("ContinuousBackupsDescription");
  writer->BeginObject();
  WriteText("ContinuousBackupsStatus", "ENABLED", writer);  // of every table, as in the service
  writer->Name("PointInTimeRecoveryDescription");
  writer->BeginObject();
  WriteText("PointInTimeRecoveryStatus", "DISABLED", writer);
  writer->EndObject();
  writer->EndObject();
  writer->EndObject();
}

Result<DescribeKinesisStreamingDestinationRequest> DecodeDescribeKinesisStreamingDestination(
    const json::Node& body) {
  return DescribeKinesisStreamingDestinationRequest{RequiredString(body, "TableName")};
}

void EncodeDescribeKinesisStreamingDestination(
    const DescribeKinesisStreamingDestinationResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  WriteText("TableName", reply.table_name, writer);
  writer->Name("KinesisDataStreamDestinations");
  writer->BeginArray();
  writer->EndArray();
  writer->EndObject();
}

Result<ListAbsentRequest> DecodeListAbsent(const json::Node&) { return ListAbsentRequest{}; }

void EncodeListBackups(const ListAbsentResponse&, json::Writer* writer) {
  WriteEmptyList("BackupSummaries", writer);
}
void EncodeListBulkOperations(const ListAbsentResponse&, json::Writer* writer) {
  WriteEmptyList("BulkOperationsSummaryList", writer);
}
void EncodeListExports(const ListAbsentResponse&, json::Writer* writer) {
  WriteEmptyList("ExportSummaries", writer);
}
void EncodeListGlobalTables(const ListAbsentResponse&, json::Writer* writer) {
  WriteEmptyList("GlobalTables", writer);
}
void EncodeListImports(const ListAbsentResponse&, json::Writer* writer) {
  WriteEmptyList("ImportSummaryList", writer);
}

}  // namespace stator::api
