#include "api/iam/condition_keys.h"

#include <algorithm>
#include <utility>

#include "api/iam/ascii_case.h"

namespace stator::api::iam {

void ConditionKeys::Set(std::string_view name, std::string value) {
  std::vector<std::string> values;
  values.push_back(std::move(value));
  SetAll(name, std::move(values));
}

void ConditionKeys::SetAll(std::string_view name, std::vector<std::string> values, bool endless) {
  KeyValues* const set = FindOrAdd(name);
  set->values = std::move(values);
  set->endless = endless;
}

void ConditionKeys::Add(std::string_view name, std::string value) {
  FindOrAdd(name)->values.push_back(std::move(value));
}

KeyValues* ConditionKeys::FindOrAdd(std::string_view name) {
  std::string folded = LowerCase(name);
  const auto same = std::find_if(keys_.begin(), keys_.end(),
                                 [&](const KeyValues& each) { return each.name == folded; });
  if (same != keys_.end()) return &*same;
  KeyValues& added = keys_.emplace_back();
  added.name = std::move(folded);
  return &added;
}

const KeyValues* ConditionKeys::Find(std::string_view lower_case_name) const {
  for (const KeyValues& key : keys_) {
    if (key.name == lower_case_name) return &key;
  }
  return nullptr;
}

}  // namespace stator::api::iam
