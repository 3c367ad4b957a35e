// Requests and replies about what Stator's tables have not: backups, streaming
// destinations, exports, imports, global tables, bulk operations. Tools ask for the state of these
// on every table; "off" and "none" are true answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace stator::api {

struct DescribeContinuousBackupsRequest {
  std::string table_name{};
};
struct UpdateContinuousBackupsRequest {
  std::string table_name{};
  bool point_in_time_recovery = false;
  std::optional<int64_t> recovery_period_days{};
};
// Of a table whose point-in-time recovery is off, as all are.
struct ContinuousBackupsResponse {};

struct DescribeKinesisStreamingDestinationRequest {
  std::string table_name{};
};
struct DescribeKinesisStreamingDestinationResponse {
  std::string table_name{};
};

// ListBackups, ListBulkOperations, ListExports, ListImports and ListGlobalTables: nothing of these
// can be made, whatever they are filtered by.
struct ListAbsentRequest {};
struct ListAbsentResponse {};

}  // namespace stator::api
