#include "api/ops/describe_insights.h"

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/ops/contributor_insights.h"
#include "api/ops/find_table.h"
#include "kv/codec/key_codec.h"
#include "kv/codec/value.h"
#include "kv/table/insights_switch.h"

namespace stator::api {
namespace {

constexpr int64_t kMicrosOfSecond = 1'000'000;

// UTF-8 that may end amid a character, without that one.
std::string_view WithoutHalfCharacter(std::string_view text) {
  for (size_t back = 1; back <= 4 && back <= text.size(); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if ((byte & 0xC0) == 0x80) continue;  // not the first one of its character
    const size_t bytes = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF8 ? 4 : 1;
    if (bytes > back) text.remove_suffix(back);
    break;
  }
  return text;
}

// The value of a part of which only the beginning was kept, in encoded form. False when nothing can
// be said of it: a number is what all of its bytes say.
bool ConsumeBeginning(std::string_view kept, AttributeType type, std::string* value_out) {
  if (type == AttributeType::kNumber) return false;
  if (!kept.empty() && kept.back() == '\0') kept.remove_suffix(1);  // half of an escaped zero
  if (type == AttributeType::kString) kept = WithoutHalfCharacter(kept);
  if (kept.empty()) return false;
  const std::string part = std::string(kept) + std::string("\0\1", 2);
  std::string_view rest = part;
  return ConsumeKeyPart(&rest, type, value_out);
}

Item KeyOf(const HeavyHitter& hitter, const std::vector<KeyAttribute>& attributes) {
  ItemBuilder builder;
  std::deque<std::string> values;  // what the builder's views show
  std::string_view rest = hitter.key;
  for (const KeyAttribute& attribute : attributes) {
    std::string& value = values.emplace_back();
    const bool whole = ConsumeKeyPart(&rest, attribute.type, &value);
    if (!whole && (!hitter.cut || !ConsumeBeginning(rest, attribute.type, &value))) break;
    std::string_view encoded = value;
    ValueView view;
    if (!ConsumeValue(&encoded, &view)) break;
    builder.Add(attribute.name, view);
    if (!whole) break;
  }
  return builder.Finish();
}

// Of one table or index: how its minutes and keys are shown.
class Reporter {
 public:
  Reporter(const Clock& clock, const KeySchema& keys)
      : keys_(keys),
        now_micros_(clock.MonotonicMicros()),
        // Units are counted by a clock that does not jump when the machine's is set.
        shift_micros_(clock.WallMicros() - now_micros_) {}

  int64_t now_micros() const { return now_micros_; }

  std::vector<InsightsMinute> MinutesOf(const TableInsights::RuleReport& report) const {
    std::vector<KeyAttribute> attributes = keys_.hash;
    const bool with_sort_key = report.rule == InsightsRule::kAccessedSortKeys ||
                               report.rule == InsightsRule::kThrottledSortKeys;
    if (with_sort_key) attributes.insert(attributes.end(), keys_.range.begin(), keys_.range.end());
    std::vector<InsightsMinute> minutes;
    for (const MinuteOfHitters& minute : report.minutes) {
      const int64_t start_micros = minute.minute * HittersByMinute::kMicrosOfMinute;
      InsightsMinute shown{(start_micros + shift_micros_) / kMicrosOfSecond,
                           start_micros + HittersByMinute::kMicrosOfMinute <= now_micros_,
                           minute.total,
                           minute.error_bound,
                           {}};
      for (const HeavyHitter& hitter : minute.top) {
        shown.contributors.push_back(
            {KeyOf(hitter, attributes), hitter.cut, hitter.key_hash, hitter.count, hitter.error});
      }
      minutes.push_back(std::move(shown));
    }
    return minutes;
  }

 private:
  const KeySchema& keys_;
  const int64_t now_micros_;
  const int64_t shift_micros_;
};

}  // namespace

Result<DescribeInsightsResponse> DescribeInsights(const OpContext& context,
                                                  const DescribeInsightsRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindTableInAnySpace(context, request.table_name));
  const std::shared_ptr<const TableSchema> schema = table->schema();
  const std::string index_name = request.index_name.value_or("");
  const InsightsSetting* const setting = FindInsights(*schema, index_name);
  if (setting == nullptr) return NoSuchInsightsIndex(index_name, schema->name);
  const IndexSchema* const index = index_name.empty() ? nullptr : schema->FindIndex(index_name);
  const Reporter reporter(context.database->clock(), index ? index->keys : schema->keys);
  DescribeInsightsResponse response{schema->name, request.index_name, *setting, {}};
  const auto reports = table->capacity().insights().Report(
      index ? index->id : TableInsights::kTableItself, reporter.now_micros());
  if (!reports) return response;
  for (const TableInsights::RuleReport& report : *reports) {
    response.rules.push_back({report.rule,
                              InsightsRuleName(report.rule, *schema, index_name, *setting),
                              reporter.MinutesOf(report)});
  }
  return response;
}

}  // namespace stator::api
