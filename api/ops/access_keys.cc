#include "api/ops/access_keys.h"

#include <algorithm>
#include <utility>

#include "api/ops/key_text.h"
#include "kv/codec/item.h"

namespace stator::api {
namespace {

constexpr std::array<AccessKey, 4> kPartitionKeys = {
    AccessKey::kFirstPartitionKeyValues, AccessKey::kSecondPartitionKeyValues,
    AccessKey::kThirdPartitionKeyValues, AccessKey::kFourthPartitionKeyValues};

}  // namespace

void PartitionKeyValues::AddValue(size_t place, const ValueView& value) {
  std::optional<std::string> text = KeyText(value);
  if (!text || place >= kMostAttributes) {
    unknown_ = true;
    return;
  }
  values_[place].push_back(std::move(*text));
}

void PartitionKeyValues::AddItem(const TableSchema* schema, const ItemView& item) {
  if (schema == nullptr) {
    unknown_ = true;
    return;
  }
  for (size_t i = 0; i < schema->keys.hash.size(); ++i) {
    const KeyAttribute& attribute = schema->keys.hash[i];
    const auto value = item.Find(attribute.name);
    if (!value || !value->is(attribute.type)) {
      unknown_ = true;
      continue;
    }
    AddValue(i, *value);
  }
}

void PartitionKeyValues::Add(std::span<const Value> partition_key) {
  if (partition_key.empty()) unknown_ = true;
  for (size_t i = 0; i < partition_key.size(); ++i) AddValue(i, partition_key[i].view());
}

void PartitionKeyValues::SetOn(const AccessCollector& collector, AccessElement* element) && {
  for (size_t i = 0; i < kMostAttributes; ++i) {
    if (values_[i].empty() && !unknown_) continue;
    if (!collector.Wants(*element, kPartitionKeys[i])) continue;
    collector.SetAll(kPartitionKeys[i], values_[i], unknown_, element);
  }
  collector.SetAll(AccessKey::kLeadingKeys, std::move(values_[0]), unknown_, element);
}

bool WantsPartitionKeys(const AccessCollector& collector, const AccessElement& element) {
  return collector.Wants(element, AccessKey::kLeadingKeys) ||
         std::any_of(kPartitionKeys.begin(), kPartitionKeys.end(),
                     [&](AccessKey key) { return collector.Wants(element, key); });
}

void TouchedAttributes::Add(const std::vector<std::string>& names) {
  names_.insert(names_.end(), names.begin(), names.end());
}

void TouchedAttributes::AddItem(const ItemView& item) {
  for (MemberCursor it(item.attributes()); it.Valid(); it.Next()) names_.emplace_back(it.name());
}

void TouchedAttributes::AddKeys(const KeySchema& keys) {
  for (const KeyAttribute& attribute : keys.hash) names_.push_back(attribute.name);
  for (const KeyAttribute& attribute : keys.range) names_.push_back(attribute.name);
}

void TouchedAttributes::AddCondition(const Result<expr::Condition>& condition) {
  if (!condition.ok()) return AddAll();
  Add(condition->TopLevelNames());
}

void TouchedAttributes::AddProjection(const Result<expr::Projection>& projection) {
  if (!projection.ok() || projection->all()) return AddAll();
  Add(projection->TopLevelNames());
}

void TouchedAttributes::AddUpdate(const Result<expr::Update>& update) {
  if (!update.ok()) return AddAll();
  Add(update->TopLevelNames());
}

void TouchedAttributes::SetOn(const AccessCollector& collector, AccessElement* element) && {
  std::sort(names_.begin(), names_.end());
  names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
  collector.SetAll(AccessKey::kAttributes, std::move(names_), all_, element);
}

std::string_view SelectText(Select select) {
  switch (select) {
    case Select::kAllAttributes: return "ALL_ATTRIBUTES";
    case Select::kAllProjectedAttributes: return "ALL_PROJECTED_ATTRIBUTES";
    case Select::kSpecificAttributes: return "SPECIFIC_ATTRIBUTES";
    case Select::kCount: return "COUNT";
  }
  return "";
}

std::string_view ReturnValuesText(ReturnValues values,
                                  ReturnValuesOnConditionCheckFailure failure) {
  if (values == ReturnValues::kAllNew) return "ALL_NEW";
  if (ReturnsWholeItem(values, failure)) return "ALL_OLD";
  switch (values) {
    case ReturnValues::kUpdatedOld: return "UPDATED_OLD";
    case ReturnValues::kUpdatedNew: return "UPDATED_NEW";
    default: return "NONE";
  }
}

bool ReturnsWholeItem(ReturnValues values, ReturnValuesOnConditionCheckFailure failure) {
  return values == ReturnValues::kAllOld || values == ReturnValues::kAllNew ||
         failure == ReturnValuesOnConditionCheckFailure::kAllOld;
}

std::string_view ReturnConsumedCapacityText(ReturnConsumedCapacity mode) {
  switch (mode) {
    case ReturnConsumedCapacity::kNone: return "NONE";
    case ReturnConsumedCapacity::kTotal: return "TOTAL";
    case ReturnConsumedCapacity::kIndexes: return "INDEXES";
  }
  return "";
}

}  // namespace stator::api
