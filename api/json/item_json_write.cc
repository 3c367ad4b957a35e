#include <array>
#include <string>
#include <string_view>

#include "api/json/item_json.h"
#include "kv/base/limits.h"

namespace stator::api::json {
namespace {

// What stands before a value of each type, by the type's number. The colon at its end tells the
// writer that no comma is due.
constexpr std::array<std::string_view, 11> kOpenings = {
    "{",       "{\"S\":", "{\"N\":",  "{\"B\":",  "{\"BOOL\":", "{\"NULL\":",
    "{\"M\":", "{\"L\":", "{\"SS\":", "{\"NS\":", "{\"BS\":"};

void WriteAt(const ValueView& value, size_t level, Writer* writer);

void WriteNumber(const ValueView& number, Writer* writer) {
  std::string* out = writer->BeginRaw();
  out->push_back('"');
  AppendNumberText(number.bytes(), out);
  out->push_back('"');
}

void WriteScalar(const ValueView& value, Writer* writer) {
  switch (value.type()) {
    case AttributeType::kString: writer->String(value.bytes()); break;
    case AttributeType::kNumber: WriteNumber(value, writer); break;
    case AttributeType::kBinary: writer->Base64(value.bytes()); break;
    case AttributeType::kBool: writer->Bool(value.boolean()); break;
    default:
      writer->Bool(true);  // NULL
      break;
  }
}

// Sets hold their elements bare, without descriptors.
void WriteSet(const ValueView& set, Writer* writer) {
  writer->BeginArray();
  for (MemberCursor it(set); it.Valid(); it.Next()) WriteScalar(it.value(), writer);
  writer->EndArray();
}

void WriteMembers(const ValueView& map, size_t level, Writer* writer) {
  writer->BeginObject();
  for (MemberCursor it(map); it.Valid(); it.Next()) {
    writer->Name(it.name());
    WriteAt(it.value(), level, writer);
  }
  writer->EndObject();
}

void WriteContent(const ValueView& value, size_t level, Writer* writer) {
  switch (value.type()) {
    case AttributeType::kMap: WriteMembers(value, level + 1, writer); return;
    case AttributeType::kList:
      writer->BeginArray();
      for (MemberCursor it(value); it.Valid(); it.Next()) WriteAt(it.value(), level + 1, writer);
      writer->EndArray();
      return;
    case AttributeType::kStringSet:
    case AttributeType::kNumberSet:
    case AttributeType::kBinarySet: WriteSet(value, writer); return;
    default: WriteScalar(value, writer);
  }
}

void WriteAt(const ValueView& value, size_t level, Writer* writer) {
  std::string* out = writer->BeginRaw();
  const auto type = static_cast<size_t>(value.type());
  // Deeper than any stored value, or a type that does not exist: bytes that no check has seen.
  if (level > limits::kNestingLevels || type >= kOpenings.size()) {
    out->append("{}");
    return;
  }
  out->append(kOpenings[type]);
  WriteContent(value, level, writer);
  out->push_back('}');
}

}  // namespace

void WriteItem(const ItemView& item, Writer* writer) { WriteMembers(item.attributes(), 1, writer); }

void WriteValue(const ValueView& value, Writer* writer) { WriteAt(value, 1, writer); }

}  // namespace stator::api::json
