#include "api/ops/contributor_insights.h"

#include <array>
#include <memory>
#include <utility>

#include "api/json/base64.h"
#include "api/ops/find_table.h"
#include "api/ops/table_errors.h"
#include "kv/codec/varint.h"
#include "kv/table/insights_switch.h"

namespace stator::api {
namespace {

constexpr int64_t kLargestPage = 100;
constexpr size_t kRuleNameCharacters = 128;
constexpr std::array<std::string_view, kInsightsRules> kRuleCodes = {"PKC", "SKC", "PKT", "SKT"};

const KeySchema& KeysOf(const TableSchema& schema, std::string_view index_name) {
  return index_name.empty() ? schema.keys : schema.FindIndex(index_name)->keys;
}

Status NotYetActive(std::string_view status_name) {
  return ValidationError("Table or Index is not in a valid state to update Key Access Insights: " +
                         std::string(status_name) +
                         " must be ACTIVE to enable ContributorInsights.");
}

// What keeps it from being switched on, if anything does. What is being deleted does not.
Status CheckSettled(const TableSchema& schema, std::string_view index_name) {
  if (schema.status == ResourceStatus::kCreating) return NotYetActive("TableStatus");
  if (index_name.empty()) return OkStatus();
  const IndexSchema* const index = schema.FindIndex(index_name);
  const bool creating = index != nullptr && index->status == ResourceStatus::kCreating;
  return creating ? NotYetActive("IndexStatus") : OkStatus();
}

Result<size_t> PageOf(std::optional<int64_t> max_results) {
  const int64_t page = max_results.value_or(kLargestPage);
  if (page >= 1 && page <= kLargestPage) return static_cast<size_t>(page);
  return BrokenConstraint(
      std::to_string(page), "maxResults",
      page < 1 ? "have value greater than or equal to 1" : "have value less than or equal to 100");
}

// A place in the list: a table, or an index of one.
struct Place {
  std::string table_name;
  std::string index_name;  // "": the table itself
};

Status InvalidToken() { return ValidationError("Invalid NextToken"); }

std::string EncodeToken(const Place& after) {
  std::string bytes;
  AppendLengthPrefixed(after.table_name, &bytes);
  AppendLengthPrefixed(after.index_name, &bytes);
  std::string token;
  json::AppendBase64(bytes, &token);
  return token;
}

Result<Place> DecodeToken(std::string_view token) {
  std::string bytes;
  if (!json::AppendBase64Decoded(token, &bytes).ok()) return InvalidToken();
  std::string_view rest = bytes;
  std::string_view table_name;
  std::string_view index_name;
  if (!ConsumeLengthPrefixed(&rest, &table_name) || !ConsumeLengthPrefixed(&rest, &index_name) ||
      !rest.empty() || table_name.empty()) {
    return InvalidToken();
  }
  return Place{std::string(table_name), std::string(index_name)};
}

// Collects summaries up to one more than the page, which tells whether there is another.
class Lister {
 public:
  Lister(size_t page, const Place& after) : page_(page), after_(after) {}

  bool full() const { return response_.summaries.size() > page_; }
  // The table and its global indexes, in the schema's order.
  void Add(const TableSchema& schema) {
    // Behind the token's own place: an index that is gone leaves the indexes of its table out
    // rather than showing some twice.
    const bool resumes = schema.name == after_.table_name;
    const bool after_an_index = resumes && !after_.index_name.empty();
    bool reached = !after_an_index;
    if (!resumes) AddOne(schema.name, {}, schema.insights);
    for (const IndexSchema& index : schema.indexes) {
      if (reached) AddOne(schema.name, index.name, index.insights);
      reached |= index.name == after_.index_name;
    }
  }
  ListContributorInsightsResponse Finish() {
    if (full()) {
      response_.summaries.pop_back();
      const ContributorInsightsSummary& last = response_.summaries.back();
      response_.next_token = EncodeToken({last.table_name, last.index_name.value_or("")});
    }
    return std::move(response_);
  }

 private:
  void AddOne(const std::string& table_name, const std::optional<std::string>& index_name,
              const InsightsSetting& setting) {
    if (setting.status == InsightsStatus::kDisabled || full()) return;
    response_.summaries.push_back({table_name, index_name, setting});
  }

  const size_t page_;
  const Place after_;
  ListContributorInsightsResponse response_;
};

}  // namespace

Status NoSuchInsightsIndex(std::string_view index_name, std::string_view table_name) {
  return Status(Code::kNotFound, "Requested resource not found: Index: " + std::string(index_name) +
                                     " not found for table: " + std::string(table_name));
}

std::string InsightsRuleName(InsightsRule rule, const TableSchema& schema,
                             std::string_view index_name, const InsightsSetting& setting) {
  std::string name = "DynamoDBContributorInsights-";
  name.append(kRuleCodes[static_cast<size_t>(rule)]).append("-").append(schema.name);
  if (!index_name.empty()) name.append("-").append(index_name);
  const std::string time = "-" + std::to_string(setting.enabled_micros / 1'000);
  if (name.size() + time.size() > kRuleNameCharacters)
    name.resize(kRuleNameCharacters - time.size());
  return name + time;
}

Result<UpdateContributorInsightsResponse> UpdateContributorInsights(
    const OpContext& context, const UpdateContributorInsightsRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindTable(context, request.table_name));
  const std::string name = table->schema()->name;
  const std::string index_name = request.index_name.value_or("");
  const auto check = [&](const TableSchema& schema) -> Status {
    if (FindInsights(schema, index_name) == nullptr) return NoSuchInsightsIndex(index_name, name);
    return request.enable ? CheckSettled(schema, index_name) : OkStatus();
  };
  const Result<InsightsSetting> setting = context.database->lifecycle().SwitchInsights(
      table, index_name, {request.enable, request.mode}, check);
  if (setting.ok()) return UpdateContributorInsightsResponse{name, request.index_name, *setting};
  const bool table_is_gone =
      setting.status().code() == Code::kNotFound &&
      context.database->catalog().Find(table->schema()->space, name) != table;
  return table_is_gone ? NoSuchTable(name) : setting.status();
}

Result<DescribeContributorInsightsResponse> DescribeContributorInsights(
    const OpContext& context, const DescribeContributorInsightsRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindTable(context, request.table_name));
  const std::shared_ptr<const TableSchema> schema = table->schema();
  const std::string index_name = request.index_name.value_or("");
  const InsightsSetting* const setting = FindInsights(*schema, index_name);
  if (setting == nullptr) return NoSuchInsightsIndex(index_name, schema->name);
  DescribeContributorInsightsResponse response{schema->name, request.index_name, *setting, {}};
  if (!setting->is_on()) return response;
  for (const InsightsRule rule : RulesOf(setting->mode, KeysOf(*schema, index_name))) {
    response.rules.push_back(InsightsRuleName(rule, *schema, index_name, *setting));
  }
  return response;
}

Result<ListContributorInsightsResponse> ListContributorInsights(
    const OpContext& context, const ListContributorInsightsRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const size_t page, PageOf(request.max_results));
  Place after;
  if (request.next_token) {
    STATOR_ASSIGN_OR_RETURN(after, DecodeToken(*request.next_token));
  }
  Lister lister(page, after);
  if (request.table_name) {
    STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                            FindTable(context, *request.table_name));
    lister.Add(*table->schema());
    return lister.Finish();
  }
  const Catalog& catalog = context.database->catalog();
  const auto add = [&](const std::string& name) {
    const std::shared_ptr<Table> table = catalog.Find(context.space, name);
    if (table != nullptr) lister.Add(*table->schema());  // else it was dropped meanwhile
  };
  std::string name = after.table_name;
  if (!name.empty()) add(name);
  while (!lister.full()) {
    const std::vector<std::string> next =
        catalog.List(context.space, name, static_cast<size_t>(kLargestPage));
    if (next.empty()) break;
    for (const std::string& one : next) add(one);
    name = next.back();
  }
  return lister.Finish();
}

}  // namespace stator::api
