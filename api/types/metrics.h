// What an engine has been used for since it was opened (Engine::Metrics; docs/metrics.md). All
// counts only rise.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kv/partition/throttle.h"
#include "kv/table/table_events.h"

namespace stator::api {

struct MetricsRequest {
  // Of the tables that were used, so many are shown: those that were created first.
  size_t most_tables = 500;
  // Of their partitions that were used, so many.
  size_t most_partitions = 2'000;
  // Only tables of these names, of any account and region, used or not. Empty: all that were used.
  std::vector<std::string> table_names{};
};

// How a call ended, as the service's metrics tell it apart.
enum class CallOutcome : uint8_t {
  kSuccess = 0,
  kUserError = 1,  // HTTP 400, but for the next two
  kConditionFailed = 2,
  kThrottled = 3,
  kSystemError = 4,  // HTTP 500 and above
};
inline constexpr size_t kCallOutcomes = 5;

// One operation, over all tables and accounts.
struct OperationCalls {
  std::string_view operation{};  // as in X-Amz-Target; lives as long as the program
  std::array<uint64_t, kCallOutcomes> calls{};
};

struct AccountMetrics {
  std::string account{};
  std::string region{};
  uint64_t user_errors = 0;
};

struct OperationMetrics {
  std::string_view operation{};
  OperationTotals totals{};
};

// Of a table or a global index, and one kind of capacity.
struct CapacityMetrics {
  std::optional<double> provisioned_units{};  // none: on demand
  std::optional<double> max_on_demand_units{};
  std::optional<double> burst_units_left{};  // of what was provisioned and saved up
  double consumed_units = 0;
  std::array<uint64_t, kThrottleCauses> throttled{};  // by ThrottleCause

  uint64_t throttled_count() const;
};

struct PartitionMetrics {
  uint32_t partition_id = 0;
  uint64_t size_bytes = 0;  // roughly (kv/table/partition_sizes.h)
  struct Use {
    double consumed_units = 0;
    uint64_t throttled = 0;
    double units_left = 0;  // in its bucket
  };
  std::optional<Use> read{};  // none: never
  std::optional<Use> write{};
};

struct ResourceMetrics {
  std::string index_name{};  // "": the table
  int64_t item_count = 0;
  int64_t size_bytes = 0;
  CapacityMetrics read{};
  CapacityMetrics write{};
  std::vector<PartitionMetrics> partitions{};  // those that were used
};

struct TableMetrics {
  std::string account{};
  std::string region{};
  std::string table_name{};
  uint64_t condition_failures = 0;
  uint64_t conflicts = 0;
  uint64_t expired = 0;
  std::vector<OperationMetrics> operations{};  // those that were called
  std::vector<ResourceMetrics> resources{};    // the table, then its global indexes
};

struct Metrics {
  std::vector<OperationCalls> operations{};  // those that were called
  // Those that have a table shown, or had an error.
  std::vector<AccountMetrics> accounts{};
  std::vector<TableMetrics> tables{};  // in the order in which they were created
  size_t tables_existing = 0;
  size_t tables_used = 0;
};

}  // namespace stator::api
