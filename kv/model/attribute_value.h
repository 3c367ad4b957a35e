// AttributeValue: one DynamoDB value as a tree. This is the form in which values are built by hand
// and inside update expressions; stored and transported items stay in their bytes
// (kv/codec/item.h). A value owns all that it holds; share it between threads as you would a
// std::string.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kv/model/attribute_type.h"
#include "kv/model/number.h"

namespace stator {

class AttributeValue;

// Attributes by name, sorted by the names' bytes, without duplicates: a flat map.
class AttributeMap {
 public:
  using Entry = std::pair<std::string, AttributeValue>;

  AttributeMap();
  AttributeMap(std::initializer_list<Entry> entries);  // of equal names the last one stays
  AttributeMap(const AttributeMap&);
  AttributeMap(AttributeMap&&) noexcept;
  AttributeMap& operator=(const AttributeMap&);
  AttributeMap& operator=(AttributeMap&&) noexcept;
  ~AttributeMap();

  // Null when there is none. Valid until the map changes.
  const AttributeValue* Find(std::string_view name) const;
  AttributeValue* Find(std::string_view name);
  // Adds or replaces.
  AttributeValue& Set(std::string_view name, AttributeValue value);
  // False when there was none.
  bool Erase(std::string_view name);
  // For building in order: name must sort after every name in the map.
  void Append(std::string name, AttributeValue value);

  size_t size() const;
  bool empty() const { return size() == 0; }
  std::vector<Entry>::const_iterator begin() const;
  std::vector<Entry>::const_iterator end() const;
  bool operator==(const AttributeMap& other) const;

 private:
  std::vector<Entry> entries_;
};

class AttributeValue {
 public:
  using List = std::vector<AttributeValue>;

  AttributeValue() : AttributeValue(std::string()) {}  // the empty string
  // The types with an obvious C++ counterpart convert by themselves, so that items read well:
  //   AttributeMap{{"pk", "user#1"}, {"visits", 7}, {"active", true}}
  AttributeValue(std::string s) : type_(AttributeType::kString), rep_(std::move(s)) {}  // NOLINT
  AttributeValue(std::string_view s) : AttributeValue(std::string(s)) {}                // NOLINT
  AttributeValue(const char* s) : AttributeValue(std::string(s)) {}                     // NOLINT
  AttributeValue(stator::Number n) : type_(AttributeType::kNumber), rep_(n) {}          // NOLINT
  template <std::signed_integral T>
  AttributeValue(T n) : AttributeValue(stator::Number::FromInt(n)) {}  // NOLINT
  template <std::same_as<bool> T>
  AttributeValue(T b) : type_(AttributeType::kBool), rep_(b) {}                       // NOLINT
  AttributeValue(AttributeMap m) : type_(AttributeType::kMap), rep_(std::move(m)) {}  // NOLINT

  static AttributeValue Binary(std::string bytes);
  static AttributeValue Null();
  static AttributeValue MakeList(List elements);
  // Sets: sorted here; duplicates are dropped here, and refused where a request names them.
  static AttributeValue StringSet(std::vector<std::string> elements);
  static AttributeValue NumberSet(std::vector<stator::Number> elements);
  static AttributeValue BinarySet(std::vector<std::string> elements);

  AttributeType type() const { return type_; }
  bool is(AttributeType type) const { return type_ == type; }

  // Each only for its type (checked by assert): S or B; N; BOOL; M; L; SS or BS; NS.
  const std::string& bytes() const { return std::get<std::string>(rep_); }
  const stator::Number& number() const { return std::get<stator::Number>(rep_); }
  bool boolean() const { return std::get<bool>(rep_); }
  const AttributeMap& map() const { return std::get<AttributeMap>(rep_); }
  AttributeMap& map() { return std::get<AttributeMap>(rep_); }
  const List& list() const { return std::get<List>(rep_); }
  List& list() { return std::get<List>(rep_); }
  const std::vector<std::string>& byte_set() const {
    return std::get<std::vector<std::string>>(rep_);
  }
  const std::vector<stator::Number>& number_set() const {
    return std::get<std::vector<stator::Number>>(rep_);
  }

  bool operator==(const AttributeValue& other) const = default;

 private:
  using Rep = std::variant<std::monostate, std::string, stator::Number, bool, AttributeMap, List,
                           std::vector<std::string>, std::vector<stator::Number>>;
  AttributeValue(AttributeType type, Rep rep) : type_(type), rep_(std::move(rep)) {}

  AttributeType type_;
  Rep rep_;
};

}  // namespace stator
