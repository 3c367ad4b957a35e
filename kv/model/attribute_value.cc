#include "kv/model/attribute_value.h"

#include <algorithm>
#include <cassert>

namespace stator {
namespace {

template <typename Entries>
auto LowerBound(Entries& entries, std::string_view name) {
  return std::lower_bound(entries.begin(), entries.end(), name,
                          [](const AttributeMap::Entry& entry, std::string_view key) {
                            return std::string_view(entry.first) <
                                   key;  // clang 14 cannot compare the mixed pair
                          });
}

template <typename T>
void SortUnique(std::vector<T>* elements) {
  std::sort(elements->begin(), elements->end());
  elements->erase(std::unique(elements->begin(), elements->end()), elements->end());
}

}  // namespace

AttributeMap::AttributeMap() = default;
AttributeMap::AttributeMap(const AttributeMap&) = default;
AttributeMap::AttributeMap(AttributeMap&&) noexcept = default;
AttributeMap& AttributeMap::operator=(const AttributeMap&) = default;
AttributeMap& AttributeMap::operator=(AttributeMap&&) noexcept = default;
AttributeMap::~AttributeMap() = default;

AttributeMap::AttributeMap(std::initializer_list<Entry> entries) {
  entries_.reserve(entries.size());
  for (const Entry& entry : entries) Set(entry.first, entry.second);
}

const AttributeValue* AttributeMap::Find(std::string_view name) const {
  const auto it = LowerBound(entries_, name);
  return it != entries_.end() && it->first == name ? &it->second : nullptr;
}

AttributeValue* AttributeMap::Find(std::string_view name) {
  const auto it = LowerBound(entries_, name);
  return it != entries_.end() && it->first == name ? &it->second : nullptr;
}

AttributeValue& AttributeMap::Set(std::string_view name, AttributeValue value) {
  auto it = LowerBound(entries_, name);
  if (it != entries_.end() && it->first == name) {
    it->second = std::move(value);
  } else {
    it = entries_.emplace(it, std::string(name), std::move(value));
  }
  return it->second;
}

bool AttributeMap::Erase(std::string_view name) {
  const auto it = LowerBound(entries_, name);
  if (it == entries_.end() || it->first != name) return false;
  entries_.erase(it);
  return true;
}

void AttributeMap::Append(std::string name, AttributeValue value) {
  assert(entries_.empty() || entries_.back().first < name);
  entries_.emplace_back(std::move(name), std::move(value));
}

size_t AttributeMap::size() const { return entries_.size(); }

std::vector<AttributeMap::Entry>::const_iterator AttributeMap::begin() const {
  return entries_.begin();
}

std::vector<AttributeMap::Entry>::const_iterator AttributeMap::end() const {
  return entries_.end();
}

bool AttributeMap::operator==(const AttributeMap& other) const {
  return entries_ == other.entries_;
}

AttributeValue AttributeValue::Binary(std::string bytes) {
  return {AttributeType::kBinary, Rep(std::move(bytes))};
}

AttributeValue AttributeValue::Null() {
  AttributeValue value;
  value.type_ = AttributeType::kNull;
  value.rep_.emplace<std::monostate>();
  return value;
}

AttributeValue AttributeValue::MakeList(List elements) {
  return {AttributeType::kList, Rep(std::move(elements))};
}

AttributeValue AttributeValue::StringSet(std::vector<std::string> elements) {
  SortUnique(&elements);
  return {AttributeType::kStringSet, Rep(std::move(elements))};
}

AttributeValue AttributeValue::NumberSet(std::vector<stator::Number> elements) {
  SortUnique(&elements);
  return {AttributeType::kNumberSet, Rep(std::move(elements))};
}

AttributeValue AttributeValue::BinarySet(std::vector<std::string> elements) {
  SortUnique(&elements);
  return {AttributeType::kBinarySet, Rep(std::move(elements))};
}

}  // namespace stator
