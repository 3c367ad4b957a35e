#include "api/ops/start_key.h"

#include <algorithm>
#include <vector>

namespace stator::api {
namespace {

Status InvalidStartKey() {
  return ValidationError(
      "The provided starting key is invalid: The provided key element does not match the schema");
}

void AppendAttributes(const KeySchema& keys, std::vector<KeyAttribute>* out) {
  out->insert(out->end(), keys.hash.begin(), keys.hash.end());
  out->insert(out->end(), keys.range.begin(), keys.range.end());
}

// Key attributes of the table and of the index, each once.
std::vector<KeyAttribute> PageKeyAttributes(const ReadPlan& plan) {
  std::vector<KeyAttribute> attributes;
  AppendAttributes(plan.schema->keys, &attributes);
  if (plan.index != nullptr) AppendAttributes(plan.index->keys, &attributes);
  std::sort(attributes.begin(), attributes.end(),
            [](const KeyAttribute& a, const KeyAttribute& b) { return a.name < b.name; });
  attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
  return attributes;
}

bool IsEmptyText(const ValueView& value) {
  return !value.is(AttributeType::kNumber) && value.bytes().empty();
}

}  // namespace

Result<Location> LocateStartKey(const ReadPlan& plan, const ItemView& start_key,
                                uint32_t partitions) {
  const std::vector<KeyAttribute> attributes = PageKeyAttributes(plan);
  if (start_key.count() != attributes.size()) {
    return ValidationError("The provided starting key is invalid");
  }
  for (const KeyAttribute& attribute : attributes) {
    const auto value = start_key.Find(attribute.name);
    if (!value || !value->is(attribute.type) || IsEmptyText(*value)) return InvalidStartKey();
  }
  if (plan.index == nullptr) return LocateItem(*plan.schema, start_key, partitions);
  auto location = LocateIndexEntry(*plan.schema, *plan.index, start_key, partitions);
  if (!location) return InvalidStartKey();
  return std::move(*location);
}

Item LastEvaluatedKey(const ReadPlan& plan, const ItemView& entry) {
  ItemBuilder builder;
  const std::vector<KeyAttribute> attributes = PageKeyAttributes(plan);
  for (const KeyAttribute& attribute : attributes) {
    if (const auto value = entry.Find(attribute.name)) builder.Add(attribute.name, *value);
  }
  return builder.Finish();
}

}  // namespace stator::api
