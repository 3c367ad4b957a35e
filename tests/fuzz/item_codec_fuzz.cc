// Any bytes as a value and as an item: readers must not read past the end, and what the check
// accepts must be canonical in truth.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "kv/codec/item.h"
#include "kv/codec/key_codec.h"
#include "kv/codec/schema_codec.h"
#include "kv/codec/value_builder.h"

namespace {

using stator::AttributeType;
using stator::ValueView;

void Require(bool holds) {
  if (!holds) std::abort();
}

// Reads everything that a view shows, whatever the bytes are.
size_t Walk(const ValueView& value, int depth) {
  size_t seen = value.count() + (value.boolean() ? 1 : 0);
  if (value.is(AttributeType::kNumber)) seen += value.number().ok() ? 1 : 0;
  if (depth == 0) return seen;
  for (stator::MemberCursor it(value); it.Valid(); it.Next()) {
    for (const char c : it.name()) seen += static_cast<unsigned char>(c);
    for (const char c : it.value().body()) seen += static_cast<unsigned char>(c);
    seen += value.Member(it.name()).has_value() ? 1 : 0;
    seen += value.SetContains(it.value().body()) ? 1 : 0;
    seen += Walk(it.value(), depth - 1);
  }
  seen += value.Element(1).has_value() ? 1 : 0;
  return seen + value.SizeBytes();
}

void CheckValueBytes(std::string_view bytes) {
  std::string_view rest = bytes;
  ValueView value;
  if (!stator::ConsumeValue(&rest, &value)) {
    Require(!stator::CheckValue(bytes).ok());
    return;
  }
  Walk(value, 3);
  const stator::AttributeValue tree = stator::ToAttributeValue(value);
  const stator::Value encoded(tree);
  if (!stator::CheckValue(bytes).ok()) return;
  Require(encoded.encoded() == bytes);
  std::string key;
  if (value.is(AttributeType::kString) || value.is(AttributeType::kNumber)) {
    stator::AppendKeyPart(value, &key);
    std::string_view key_rest = key;
    std::string decoded;
    Require(stator::ConsumeKeyPart(&key_rest, value.type(), &decoded));
    Require(key_rest.empty() && decoded == bytes);
  }
}

void CheckItemBytes(std::string_view bytes) {
  const stator::ItemView view(bytes);
  Walk(view.attributes(), 3);
  const stator::Item projected = stator::ProjectTopLevel(view, {"", "a", "b", "pk"});
  const stator::AttributeMap tree = stator::ToAttributeMap(view);
  if (!stator::CheckItem(bytes).ok()) return;
  Require(view.valid() && view.count() == tree.size());
  Require(stator::Item(tree).encoded() == bytes);
  Require(stator::CheckItem(projected.encoded()).ok());
  stator::ItemBuilder builder;
  for (stator::MemberCursor it(view.attributes()); it.Valid(); it.Next()) {
    Require(view.Find(it.name()) == it.value());
    builder.Add(it.name(), it.value());
  }
  Require(builder.Finish().encoded() == bytes);
}

void CheckKeyBytes(std::string_view bytes) {
  for (const AttributeType type :
       {AttributeType::kString, AttributeType::kNumber, AttributeType::kBinary}) {
    std::string_view rest = bytes;
    std::string value_bytes;
    if (!stator::ConsumeKeyPart(&rest, type, &value_bytes)) continue;
    std::string_view value_rest = value_bytes;
    ValueView value;
    Require(stator::ConsumeValue(&value_rest, &value) && value_rest.empty());
    std::string part;
    stator::AppendKeyPart(value, &part);
    Require(part == bytes.substr(0, bytes.size() - rest.size()));
  }
}

void CheckSchemaBytes(std::string_view bytes) {
  const auto schema = stator::DecodeTableSchema(bytes);
  if (!schema.ok()) return;
  std::string encoded;
  stator::AppendTableSchema(*schema, &encoded);
  const auto again = stator::DecodeTableSchema(encoded);
  Require(again.ok() && *again == *schema);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  // The first byte says what the others are; a copy of them ends where the sanitizer sees it.
  const std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  switch (data[0] % 4) {
    case 0: CheckValueBytes(bytes); break;
    case 1: CheckItemBytes(bytes); break;
    case 2: CheckKeyBytes(bytes); break;
    default: CheckSchemaBytes(bytes); break;
  }
  return 0;
}
