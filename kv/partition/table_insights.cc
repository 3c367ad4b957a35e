#include "kv/partition/table_insights.h"

#include <utility>

#include "kv/codec/key_codec.h"

namespace stator {
namespace {

// ConsumedThroughputUnits of the service: reads and writes in one figure, in which a partition's
// limits on either are the same.
constexpr double kWeightOfWriteUnit = 3;

constexpr size_t Index(InsightsRule rule) { return static_cast<size_t>(rule); }

bool SkipParts(const std::vector<KeyAttribute>& attributes, std::string_view* parts) {
  for (const KeyAttribute& attribute : attributes) {
    if (!SkipKeyPart(parts, attribute.type)) return false;
  }
  return true;
}

}  // namespace

std::vector<InsightsRule> RulesOf(InsightsMode mode, const KeySchema& keys) {
  std::vector<InsightsRule> rules;
  const auto add = [&](InsightsRule by_partition_key, InsightsRule by_sort_key) {
    rules.push_back(by_partition_key);
    if (!keys.range.empty()) rules.push_back(by_sort_key);
  };
  if (mode == InsightsMode::kAccessedAndThrottledKeys) {
    add(InsightsRule::kAccessedPartitionKeys, InsightsRule::kAccessedSortKeys);
  }
  add(InsightsRule::kThrottledPartitionKeys, InsightsRule::kThrottledSortKeys);
  return rules;
}

void TableInsights::Follow(const TableSchema& schema) {
  MutexLock lock(&mu_);
  std::map<uint32_t, Resource> followed;
  FollowOne(kTableItself, schema.insights, schema.keys, &followed);
  for (const IndexSchema& index : schema.indexes) {
    if (index.kind == IndexKind::kGlobal) {
      FollowOne(index.id, index.insights, index.keys, &followed);
    }
  }
  resources_ = std::move(followed);
  on_.store(!resources_.empty(), std::memory_order_relaxed);
}

void TableInsights::FollowOne(uint32_t id, const InsightsSetting& setting, const KeySchema& keys,
                              std::map<uint32_t, Resource>* followed) {
  if (!setting.is_on()) return;
  Resource& resource = (*followed)[id];
  const auto known = resources_.find(id);
  if (known != resources_.end()) resource = std::move(known->second);
  resource.mode = setting.mode;
  resource.keys = keys;
  if (setting.mode == InsightsMode::kAccessedAndThrottledKeys) return;
  resource.of(InsightsRule::kAccessedPartitionKeys) = {};
  resource.of(InsightsRule::kAccessedSortKeys) = {};
}

void TableInsights::CountAccess(uint32_t resource, KeyAccess access, std::string_view key,
                                CapacityKind kind, double units, int64_t now_micros) {
  const double weight = kind == CapacityKind::kWrite ? kWeightOfWriteUnit * units : units;
  MutexLock lock(&mu_);
  const auto it = resources_.find(resource);
  if (it == resources_.end() || it->second.mode == InsightsMode::kThrottledKeys) return;
  Add(InsightsRule::kAccessedPartitionKeys, access, key, weight, now_micros, &it->second);
}

void TableInsights::CountThrottled(uint32_t resource, KeyAccess access, std::string_view key,
                                   int64_t now_micros) {
  MutexLock lock(&mu_);
  const auto it = resources_.find(resource);
  if (it == resources_.end()) return;
  Add(InsightsRule::kThrottledPartitionKeys, access, key, 1, now_micros, &it->second);
}

void TableInsights::Add(InsightsRule by_partition_key, KeyAccess access, std::string_view key,
                        double weight, int64_t now_micros, Resource* resource) {
  if (access == KeyAccess::kNoKey || key.size() < kKeyPrefixBytes) return;
  const std::string_view parts = key.substr(kKeyPrefixBytes);
  std::string_view rest = parts;
  if (!SkipParts(resource->keys.hash, &rest)) return;
  HittersByMinute* const rules = &resource->rules[Index(by_partition_key)];
  rules[0].Add(parts.substr(0, parts.size() - rest.size()), weight, now_micros);
  if (access != KeyAccess::kItem || resource->keys.range.empty()) return;
  if (!SkipParts(resource->keys.range, &rest)) return;
  rules[1].Add(parts.substr(0, parts.size() - rest.size()), weight, now_micros);
}

std::optional<std::vector<TableInsights::RuleReport>> TableInsights::Report(
    uint32_t resource, int64_t now_micros) const {
  MutexLock lock(&mu_);
  const auto it = resources_.find(resource);
  if (it == resources_.end()) return std::nullopt;
  std::vector<RuleReport> report;
  for (const InsightsRule rule : RulesOf(it->second.mode, it->second.keys)) {
    report.push_back({rule, it->second.rules[Index(rule)].Minutes(now_micros)});
  }
  return report;
}

}  // namespace stator
