// Contributor Insights: which keys are accessed and throttled most (docs/insights.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kv/codec/item.h"
#include "kv/model/table_schema.h"
#include "kv/partition/table_insights.h"

namespace stator::api {

struct UpdateContributorInsightsRequest {
  std::string table_name{};  // or an ARN
  std::optional<std::string> index_name{};
  bool enable = false;
  InsightsMode mode = InsightsMode::kAccessedAndThrottledKeys;
};
struct UpdateContributorInsightsResponse {
  std::string table_name{};
  std::optional<std::string> index_name{};
  InsightsSetting setting{};  // with the status that it takes on
};

struct DescribeContributorInsightsRequest {
  std::string table_name{};
  std::optional<std::string> index_name{};
};
struct DescribeContributorInsightsResponse {
  std::string table_name{};
  std::optional<std::string> index_name{};
  InsightsSetting setting{};
  std::vector<std::string> rules{};  // their names; none while it is off
};

struct ListContributorInsightsRequest {
  std::optional<std::string> table_name{};  // none: all of the account in the region
  std::optional<int64_t> max_results{};     // 1 … 100
  std::optional<std::string> next_token{};
};
struct ContributorInsightsSummary {
  std::string table_name{};
  std::optional<std::string> index_name{};
  InsightsSetting setting{};
};
struct ListContributorInsightsResponse {
  std::vector<ContributorInsightsSummary> summaries{};
  std::optional<std::string> next_token{};
};

// No operation of the API: what CloudWatch shows of the rules.
struct DescribeInsightsRequest {
  std::string table_name{};
  std::optional<std::string> index_name{};
};
struct InsightsContributor {
  Item key{};  // the key's attributes, as far as they were kept
  bool cut = false;
  uint64_t key_hash = 0;  // tells keys apart whose kept beginning is the same
  double count = 0;
  double error = 0;  // by how much the count may be too high
};
struct InsightsMinute {
  int64_t start_seconds = 0;  // since 1970
  bool complete = false;
  double total = 0;
  double error_bound = 0;
  std::vector<InsightsContributor> contributors{};  // the heaviest first
};
struct InsightsRuleReport {
  InsightsRule rule = InsightsRule::kAccessedPartitionKeys;
  std::string name{};
  std::vector<InsightsMinute> minutes{};  // oldest first
};
struct DescribeInsightsResponse {
  std::string table_name{};
  std::optional<std::string> index_name{};
  InsightsSetting setting{};
  std::vector<InsightsRuleReport> rules{};
};

}  // namespace stator::api
