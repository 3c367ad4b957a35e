#include <string>
#include <vector>

#include "api/json/attribute_value_kinds.h"
#include "api/json/base64.h"
#include "api/json/boolean_text.h"
#include "api/json/item_json.h"
#include "api/json/simdjson_node.h"
#include "api/json/wrong_kind.h"
#include "api/types/wording.h"
#include "kv/base/limits.h"
#include "kv/codec/value_builder.h"

namespace stator::api::json {
namespace {

namespace dom = simdjson::dom;

constexpr std::string_view kInvalidPrefix = "One or more parameter values were invalid: ";

Status Invalid(std::string_view what) {
  return ValidationError(std::string(kInvalidPrefix) + std::string(what));
}

// All elements are texts that could be read.
Status DuplicatesError(AttributeType set_type, const dom::array& array) {
  std::vector<SetElement> elements;
  for (const dom::element element : array) {
    const std::string_view text = NodeAccess::FromElement(element).string();
    SetElement& read = elements.emplace_back(SetElement{"", std::string(text)});
    if (set_type == AttributeType::kBinarySet) {
      STATOR_RETURN_IF_ERROR(AppendBase64Decoded(text, &read.bytes));
    } else {
      read.bytes = text;
    }
  }
  return DuplicateElements(set_type, elements);
}

// AWS's texts, their grammar included.
Status EmptySetError(AttributeType set_type) {
  switch (set_type) {
    case AttributeType::kStringSet: return Invalid("An string set  may not be empty");
    case AttributeType::kNumberSet: return Invalid("An number set  may not be empty");
    default: return Invalid("Binary sets should not be empty");
  }
}

Status NullElementError(AttributeType set_type) {
  switch (set_type) {
    case AttributeType::kStringSet:
      return Invalid("An string set may not have a null string as a member");
    case AttributeType::kNumberSet:
      return ValidationError("The parameter cannot be converted to a numeric value");
    default: return Invalid("Binary sets may not contain null or empty values");
  }
}

// TypeFromDescriptor without the ten comparisons: this runs once or twice for every value read.
std::optional<AttributeType> TypeOf(std::string_view descriptor) {
  if (descriptor.size() == 1) {
    switch (descriptor[0]) {
      case 'S': return AttributeType::kString;
      case 'N': return AttributeType::kNumber;
      case 'B': return AttributeType::kBinary;
      case 'M': return AttributeType::kMap;
      case 'L': return AttributeType::kList;
      default: return std::nullopt;
    }
  }
  return TypeFromDescriptor(descriptor);
}

// Walks attribute values in simdjson's document and feeds the builder.
class ValueReader {
 public:
  explicit ValueReader(ValueBuilder* builder) : builder_(builder) {}

  // The members of an item or of an M. Level 1 is the value of an item's attribute.
  Status ReadMembers(const dom::object& object, size_t level);
  Status ReadValue(const dom::element& value, size_t level);

 private:
  Status ReadContent(AttributeType type, const dom::element& content, size_t level);
  Status ReadString(const dom::element& content);
  Status ReadNumber(const dom::element& content);
  Status ReadBinary(const dom::element& content);
  Status ReadBoolean(const dom::element& content, bool* value);
  Status ReadList(const dom::element& content, size_t level);
  Status ReadMap(const dom::element& content, size_t level);
  Status ReadSet(AttributeType set_type, const dom::element& content);

  ValueBuilder* builder_;
  std::string decoded_;  // of the last binary value
};

Status ValueReader::ReadMembers(const dom::object& object, size_t level) {
  for (auto it = object.begin(); it != object.end(); ++it) {
    const std::string_view name = it.key();
    // Names inside an M may be empty.
    if (name.empty() && level == 1) return ValidationError("Empty attribute name");
    builder_->Name(name);
    STATOR_RETURN_IF_ERROR(ReadValue(it.value(), level));
  }
  return OkStatus();
}

Status ValueReader::ReadValue(const dom::element& value, size_t level) {
  if (level > limits::kNestingLevels) {
    return ValidationError(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
        "beyond supported limit");
  }
  dom::object object;
  if (value.get(object) != simdjson::SUCCESS) {
    if (value.is_null()) return EmptyAttributeValue();
    return WrongKind(NodeAccess::FromElement(value), Target::kStructureElement, "AttributeValue");
  }
  std::optional<AttributeType> type;
  dom::element content;
  // Members that are null are absent, unknown ones ignored; of the same one twice the last counts.
  for (auto it = object.begin(); it != object.end(); ++it) {
    const std::optional<AttributeType> named = TypeOf(it.key());
    if (!named || it.value().is_null()) continue;
    if (type && type != named) return SeveralDataTypes();
    type = named;
    content = it.value();
  }
  return type ? ReadContent(*type, content, level) : EmptyAttributeValue();
}

Status ValueReader::ReadContent(AttributeType type, const dom::element& content, size_t level) {
  bool boolean = false;
  switch (type) {
    case AttributeType::kString: return ReadString(content);
    case AttributeType::kNumber: return ReadNumber(content);
    case AttributeType::kBinary: return ReadBinary(content);
    case AttributeType::kBool:
      STATOR_RETURN_IF_ERROR(ReadBoolean(content, &boolean));
      builder_->Bool(boolean);
      return OkStatus();
    case AttributeType::kNull:
      STATOR_RETURN_IF_ERROR(ReadBoolean(content, &boolean));
      if (!boolean) return Invalid("Null attribute value types must have the value of true");
      builder_->Null();
      return OkStatus();
    case AttributeType::kMap: return ReadMap(content, level);
    case AttributeType::kList: return ReadList(content, level);
    case AttributeType::kStringSet:
    case AttributeType::kNumberSet:
    case AttributeType::kBinarySet: return ReadSet(type, content);
  }
  return InternalError("An attribute type without a reader");
}

Status ValueReader::ReadString(const dom::element& content) {
  std::string_view text;
  if (content.get(text) != simdjson::SUCCESS) {
    return WrongKind(NodeAccess::FromElement(content), Target::kString, "");
  }
  builder_->String(text);
  return OkStatus();
}

Status ValueReader::ReadNumber(const dom::element& content) {
  std::string_view text;
  if (content.get(text) != simdjson::SUCCESS) {
    return WrongKind(NodeAccess::FromElement(content), Target::kString, "");
  }
  Result<Number> number = Number::Parse(text);
  if (!number.ok()) return NumberFault(std::move(number).status(), text);
  builder_->NumberValue(*number);
  return OkStatus();
}

Status ValueReader::ReadBinary(const dom::element& content) {
  std::string_view text;
  if (content.get(text) != simdjson::SUCCESS) {
    return WrongKind(NodeAccess::FromElement(content), Target::kBlob, "");
  }
  decoded_.clear();
  STATOR_RETURN_IF_ERROR(AppendBase64Decoded(text, &decoded_));
  builder_->Binary(decoded_);
  return OkStatus();
}

Status ValueReader::ReadBoolean(const dom::element& content, bool* value) {
  if (content.get(*value) == simdjson::SUCCESS) return OkStatus();
  const Node node = NodeAccess::FromElement(content);
  const std::optional<bool> spelled =
      node.is(Kind::kString) ? BooleanFromText(node.string()) : std::nullopt;
  if (!spelled) return WrongKind(node, Target::kBoolean, "");
  *value = *spelled;
  return OkStatus();
}

Status ValueReader::ReadList(const dom::element& content, size_t level) {
  dom::array array;
  if (content.get(array) != simdjson::SUCCESS) {
    return WrongKind(NodeAccess::FromElement(content), Target::kList, "");
  }
  builder_->BeginList();
  for (const dom::element element : array) STATOR_RETURN_IF_ERROR(ReadValue(element, level + 1));
  builder_->EndList();
  return OkStatus();
}

Status ValueReader::ReadMap(const dom::element& content, size_t level) {
  dom::object object;
  // The kinds' own check has the text for a map that is none.
  if (content.get(object) != simdjson::SUCCESS) {
    return CheckValueMapKinds(NodeAccess::FromElement(content));
  }
  builder_->BeginMap();
  STATOR_RETURN_IF_ERROR(ReadMembers(object, level + 1));
  builder_->EndMap();
  return OkStatus();
}

Status ValueReader::ReadSet(AttributeType set_type, const dom::element& content) {
  dom::array array;
  if (content.get(array) != simdjson::SUCCESS) {
    return WrongKind(NodeAccess::FromElement(content), Target::kList, "");
  }
  builder_->BeginSet(set_type);
  for (const dom::element element : array) {
    if (element.is_null()) return NullElementError(set_type);
    switch (set_type) {
      case AttributeType::kStringSet: STATOR_RETURN_IF_ERROR(ReadString(element)); break;
      case AttributeType::kNumberSet: STATOR_RETURN_IF_ERROR(ReadNumber(element)); break;
      default: STATOR_RETURN_IF_ERROR(ReadBinary(element)); break;
    }
  }
  switch (builder_->EndSet()) {
    case ValueBuilder::SetState::kEmpty: return EmptySetError(set_type);
    case ValueBuilder::SetState::kDuplicates: return DuplicatesError(set_type, array);
    case ValueBuilder::SetState::kOk: break;
  }
  return OkStatus();
}

// One for each thread, so that reading an item allocates only the item.
ValueBuilder& ClearedBuilder() {
  thread_local ValueBuilder builder;
  builder.Clear();
  return builder;
}

}  // namespace

Result<Item> ReadItem(const Node& object) {
  dom::object members;
  if (NodeAccess::Element(object).get(members) != simdjson::SUCCESS) {
    Status kinds = CheckValueMapKinds(object);
    return kinds.ok() ? EmptyAttributeValue() : std::move(kinds);
  }
  ValueBuilder& builder = ClearedBuilder();
  builder.BeginMap();
  const Status status = ValueReader(&builder).ReadMembers(members, 1);
  if (!status.ok()) {
    builder.Clear();  // gives back what a large value took
    STATOR_RETURN_IF_ERROR(CheckValueMapKinds(object));
    return status;
  }
  builder.EndMap();
  return builder.FinishItem();
}

Result<Value> ReadValue(const Node& object) {
  ValueBuilder& builder = ClearedBuilder();
  Status status = ValueReader(&builder).ReadValue(NodeAccess::Element(object), 1);
  if (!status.ok()) {
    builder.Clear();
    if (!object.is(Kind::kNull)) STATOR_RETURN_IF_ERROR(CheckValueKinds(object));
    return status;
  }
  return builder.FinishValue();
}

}  // namespace stator::api::json
