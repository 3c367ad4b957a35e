#include "api/io/insights_io.h"

#include <string>
#include <string_view>

#include "api/io/member.h"
#include "api/json/item_json.h"
#include "kv/base/hex.h"
#include "kv/codec/key_codec.h"

namespace stator::api {
namespace {

constexpr std::string_view kThrottledKeys = "THROTTLED_KEYS";

std::string_view StatusText(InsightsStatus status) {
  switch (status) {
    case InsightsStatus::kDisabled: return "DISABLED";
    case InsightsStatus::kEnabling: return "ENABLING";
    case InsightsStatus::kEnabled: return "ENABLED";
    case InsightsStatus::kDisabling: return "DISABLING";
  }
  return "DISABLED";
}

std::string_view ModeText(InsightsMode mode) {
  return mode == InsightsMode::kThrottledKeys ? kThrottledKeys : "ACCESSED_AND_THROTTLED_KEYS";
}

void WriteText(std::string_view name, std::string_view text, json::Writer* writer) {
  writer->Name(name);
  writer->String(text);
}

// What every reply begins with. The mode is not shown before the first time that it was chosen.
void WriteSetting(const std::string& table_name, const std::optional<std::string>& index_name,
                  const InsightsSetting& setting, json::Writer* writer) {
  WriteText("TableName", table_name, writer);
  if (index_name) WriteText("IndexName", *index_name, writer);
  WriteText("ContributorInsightsStatus", StatusText(setting.status), writer);
  if (setting.changed_micros == 0) return;
  WriteText("ContributorInsightsMode", ModeText(setting.mode), writer);
}

std::string_view MetricOf(InsightsRule rule) {
  const bool accessed =
      rule == InsightsRule::kAccessedPartitionKeys || rule == InsightsRule::kAccessedSortKeys;
  return accessed ? "ConsumedThroughputUnits" : "ThrottleCount";
}

std::string Hex(uint64_t value) {
  std::string bytes;
  AppendBigEndian64(value, &bytes);
  return ToHex(bytes);
}

void EncodeContributor(const InsightsContributor& contributor, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Key");
  json::WriteItem(contributor.key.view(), writer);
  if (contributor.cut) WriteText("CutKeyHash", Hex(contributor.key_hash), writer);
  writer->Name("Value");
  writer->Double(contributor.count);
  writer->Name("Error");
  writer->Double(contributor.error);
  writer->EndObject();
}

void EncodeMinute(const InsightsMinute& minute, json::Writer* writer) {
  writer->BeginObject();
  writer->Name("Start");
  writer->Integer(minute.start_seconds);
  writer->Name("Complete");
  writer->Bool(minute.complete);
  writer->Name("Total");
  writer->Double(minute.total);
  writer->Name("ErrorBound");
  writer->Double(minute.error_bound);
  writer->Name("Contributors");
  writer->BeginArray();
  for (const InsightsContributor& one : minute.contributors) EncodeContributor(one, writer);
  writer->EndArray();
  writer->EndObject();
}

void EncodeRule(const InsightsRuleReport& rule, json::Writer* writer) {
  writer->BeginObject();
  WriteText("RuleName", rule.name, writer);
  WriteText("Metric", MetricOf(rule.rule), writer);
  writer->Name("Minutes");
  writer->BeginArray();
  for (const InsightsMinute& minute : rule.minutes) EncodeMinute(minute, writer);
  writer->EndArray();
  writer->EndObject();
}

Result<std::string> NameOf(const json::Node& body, std::string_view member) {
  const auto name = Member(body, member);
  if (name && name->is(json::Kind::kString)) return std::string(name->string());
  return ValidationError(std::string(member) + " must be given, as a string");
}

}  // namespace

Result<UpdateContributorInsightsRequest> DecodeUpdateContributorInsights(const json::Node& body) {
  UpdateContributorInsightsRequest request;
  request.table_name = RequiredString(body, "TableName");
  request.index_name = StringMember(body, "IndexName");
  request.enable = RequiredString(body, "ContributorInsightsAction") == "ENABLE";
  if (StringMember(body, "ContributorInsightsMode") == kThrottledKeys) {
    request.mode = InsightsMode::kThrottledKeys;
  }
  return request;
}

void EncodeUpdateContributorInsights(const UpdateContributorInsightsResponse& reply,
                                     json::Writer* writer) {
  writer->BeginObject();
  WriteSetting(reply.table_name, reply.index_name, reply.setting, writer);
  writer->EndObject();
}

Result<DescribeContributorInsightsRequest> DecodeDescribeContributorInsights(
    const json::Node& body) {
  return DescribeContributorInsightsRequest{RequiredString(body, "TableName"),
                                            StringMember(body, "IndexName")};
}

void EncodeDescribeContributorInsights(const DescribeContributorInsightsResponse& reply,
                                       json::Writer* writer) {
  writer->BeginObject();
  WriteSetting(reply.table_name, reply.index_name, reply.setting, writer);
  if (!reply.rules.empty()) {
    writer->Name("ContributorInsightsRuleList");
    writer->BeginArray();
    for (const std::string& rule : reply.rules) writer->String(rule);
    writer->EndArray();
  }
  if (reply.setting.changed_micros != 0) {
    writer->Name("LastUpdateDateTime");
    writer->Double(static_cast<double>(reply.setting.changed_micros / 1'000) / 1e3);
  }
  writer->EndObject();
}

Result<ListContributorInsightsRequest> DecodeListContributorInsights(const json::Node& body) {
  return ListContributorInsightsRequest{StringMember(body, "TableName"),
                                        IntegerMember(body, "MaxResults"),
                                        StringMember(body, "NextToken")};
}

void EncodeListContributorInsights(const ListContributorInsightsResponse& reply,
                                   json::Writer* writer) {
  writer->BeginObject();
  writer->Name("ContributorInsightsSummaries");
  writer->BeginArray();
  for (const ContributorInsightsSummary& summary : reply.summaries) {
    writer->BeginObject();
    WriteSetting(summary.table_name, summary.index_name, summary.setting, writer);
    writer->EndObject();
  }
  writer->EndArray();
  if (reply.next_token) WriteText("NextToken", *reply.next_token, writer);
  writer->EndObject();
}

Result<DescribeInsightsRequest> DecodeDescribeInsights(const json::Node& body) {
  if (!body.is(json::Kind::kObject)) return ValidationError("The body must be a JSON object");
  DescribeInsightsRequest request;
  for (auto it = body.begin(); it.Valid(); it.Next()) {
    if (it.name() == "TableName" || it.name() == "IndexName") continue;
    return ValidationError("Unknown member: " + std::string(it.name()));
  }
  STATOR_ASSIGN_OR_RETURN(request.table_name, NameOf(body, "TableName"));
  if (Member(body, "IndexName")) {
    STATOR_ASSIGN_OR_RETURN(request.index_name, NameOf(body, "IndexName"));
  }
  return request;
}

void EncodeDescribeInsights(const DescribeInsightsResponse& reply, json::Writer* writer) {
  writer->BeginObject();
  WriteSetting(reply.table_name, reply.index_name, reply.setting, writer);
  writer->Name("Rules");
  writer->BeginArray();
  for (const InsightsRuleReport& rule : reply.rules) EncodeRule(rule, writer);
  writer->EndArray();
  writer->EndObject();
}

}  // namespace stator::api
