#include "api/iam/condition_keys.h"

#include <algorithm>
#include <utility>

#include "api/iam/ascii_case.h"

namespace stator::api::iam {

namespace {

template <typename Keys, typename Is>
auto FindIf(Keys& keys, const Is& is) -> decltype(keys.data()) {
  const auto found = std::find_if(keys.begin(), keys.end(), is);
  return found == keys.end() ? nullptr : &*found;
}

auto Is(AccessKey key) {
  return [key](const KeyValues& each) { return each.own == key; };
}

auto IsNamed(const std::string& folded) {
  return [&folded](const KeyValues& each) { return !each.own && each.name == folded; };
}

}  // namespace

void ConditionKeys::Set(std::string_view name, std::string value) {
  std::vector<std::string> values;
  values.push_back(std::move(value));
  SetAll(name, std::move(values));
}

void ConditionKeys::SetAll(AccessKey key, std::vector<std::string> values, bool endless) {
  KeyValues* const set = FindOrAdd(key);
  set->values = std::move(values);
  set->endless = endless;
}

void ConditionKeys::SetAll(std::string_view name, std::vector<std::string> values, bool endless) {
  KeyValues* const set = FindOrAdd(name);
  set->values = std::move(values);
  set->endless = endless;
}

void ConditionKeys::Add(std::string_view name, std::string value) {
  FindOrAdd(name)->values.push_back(std::move(value));
}

KeyValues* ConditionKeys::FindOrAdd(AccessKey key) {
  if (KeyValues* const same = FindIf(keys_, Is(key))) return same;
  KeyValues& added = keys_.emplace_back();
  added.own = key;
  return &added;
}

KeyValues* ConditionKeys::FindOrAdd(std::string_view name) {
  std::string folded = LowerCase(name);
  if (const auto own = FindAccessKey(folded)) return FindOrAdd(*own);
  if (KeyValues* const same = FindIf(keys_, IsNamed(folded))) return same;
  KeyValues& added = keys_.emplace_back();
  added.name = std::move(folded);
  return &added;
}

const KeyValues* ConditionKeys::Find(const KeyName& name) const {
  return name.own ? FindIf(keys_, Is(*name.own)) : FindIf(keys_, IsNamed(name.text));
}

}  // namespace stator::api::iam
