// Between trees (kv/model/attribute_value.h) and their bytes.

#include "kv/codec/item.h"
#include "kv/codec/value.h"
#include "kv/codec/value_builder.h"

namespace stator {
namespace {

// Far above kNestingLevels: see value.cc.
constexpr int kMaxReadDepth = 64;

AttributeValue TreeAtDepth(const ValueView& value, int depth);

AttributeMap MapAtDepth(const ValueView& value, int depth) {
  AttributeMap map;
  for (MemberCursor it(value); it.Valid(); it.Next()) {
    AttributeValue member = TreeAtDepth(it.value(), depth + 1);
    // Only bytes that CheckValue refuses are out of order.
    if (map.empty() || (map.end() - 1)->first < it.name()) {
      map.Append(std::string(it.name()), std::move(member));
    } else {
      map.Set(it.name(), std::move(member));
    }
  }
  return map;
}

std::vector<std::string> ByteElements(const ValueView& set) {
  std::vector<std::string> elements;
  elements.reserve(set.count());
  for (MemberCursor it(set); it.Valid(); it.Next()) elements.emplace_back(it.value().bytes());
  return elements;
}

std::vector<Number> NumberElements(const ValueView& set) {
  std::vector<Number> elements;
  elements.reserve(set.count());
  for (MemberCursor it(set); it.Valid(); it.Next()) {
    Result<Number> number = it.value().number();
    if (number.ok()) elements.push_back(*number);
  }
  return elements;
}

AttributeValue ListAtDepth(const ValueView& value, int depth) {
  AttributeValue::List elements;
  for (MemberCursor it(value); it.Valid(); it.Next()) {
    elements.push_back(TreeAtDepth(it.value(), depth + 1));
  }
  return AttributeValue::MakeList(std::move(elements));
}

AttributeValue TreeAtDepth(const ValueView& value, int depth) {
  if (depth > kMaxReadDepth) return AttributeValue::Null();
  switch (value.type()) {
    case AttributeType::kString: return AttributeValue(value.bytes());
    case AttributeType::kBinary: return AttributeValue::Binary(std::string(value.bytes()));
    case AttributeType::kNumber: {
      const Result<Number> number = value.number();
      return AttributeValue(number.ok() ? *number : Number());
    }
    case AttributeType::kBool: return AttributeValue(value.boolean());
    case AttributeType::kNull: return AttributeValue::Null();
    case AttributeType::kMap: return AttributeValue(MapAtDepth(value, depth));
    case AttributeType::kList: return ListAtDepth(value, depth);
    case AttributeType::kStringSet: return AttributeValue::StringSet(ByteElements(value));
    case AttributeType::kNumberSet: return AttributeValue::NumberSet(NumberElements(value));
    case AttributeType::kBinarySet: return AttributeValue::BinarySet(ByteElements(value));
  }
  return AttributeValue::Null();
}

void AppendMap(const AttributeMap& map, ValueBuilder* builder) {
  builder->BeginMap();
  for (const auto& [name, member] : map) {
    builder->Name(name);
    builder->Tree(member);
  }
  builder->EndMap();
}

void AppendByteSet(const AttributeValue& set, ValueBuilder* builder) {
  builder->BeginSet(set.type());
  for (const std::string& element : set.byte_set()) {
    set.is(AttributeType::kStringSet) ? builder->String(element) : builder->Binary(element);
  }
  builder->EndSet();
}

}  // namespace

void ValueBuilder::Tree(const AttributeValue& value) {
  switch (value.type()) {
    case AttributeType::kString: return String(value.bytes());
    case AttributeType::kNumber: return NumberValue(value.number());
    case AttributeType::kBinary: return Binary(value.bytes());
    case AttributeType::kBool: return Bool(value.boolean());
    case AttributeType::kNull: return Null();
    case AttributeType::kMap: return AppendMap(value.map(), this);
    case AttributeType::kList:
      BeginList();
      for (const AttributeValue& element : value.list()) Tree(element);
      return EndList();
    case AttributeType::kStringSet:
    case AttributeType::kBinarySet: return AppendByteSet(value, this);
    case AttributeType::kNumberSet:
      BeginSet(AttributeType::kNumberSet);
      for (const Number& element : value.number_set()) NumberValue(element);
      EndSet();
      return;
  }
}

void AppendValue(const AttributeValue& value, std::string* out) {
  if (value.is(AttributeType::kString) || value.is(AttributeType::kBinary)) {
    return AppendValue(ValueView(value.type(), value.bytes()), out);
  }
  ValueBuilder builder;
  builder.Tree(value);
  builder.FinishValueInto(out);
}

AttributeValue ToAttributeValue(const ValueView& value) { return TreeAtDepth(value, 0); }

AttributeMap ToAttributeMap(const ItemView& item) { return MapAtDepth(item.attributes(), 0); }

AttributeMap Item::ToMap() const { return ToAttributeMap(view()); }

Item::Item(const AttributeMap& attributes) {
  ValueBuilder builder;
  AppendMap(attributes, &builder);
  builder.FinishItemInto(&bytes_);
}

}  // namespace stator
