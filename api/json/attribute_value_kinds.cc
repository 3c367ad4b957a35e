#include "api/json/attribute_value_kinds.h"

#include <string>

#include "api/json/base64.h"
#include "api/json/boolean_text.h"
#include "api/json/wrong_kind.h"
#include "kv/model/attribute_type.h"

namespace stator::api::json {
namespace {

constexpr std::string_view kAttributeValueClass = "com.amazonaws.dynamodb.v20120810.AttributeValue";

Status CheckString(const Node& value) {
  if (value.is(Kind::kString)) return OkStatus();
  return WrongKind(value, Target::kString, "");
}

Status CheckBlob(const Node& value) {
  if (!value.is(Kind::kString)) return WrongKind(value, Target::kBlob, "");
  std::string ignored;
  return AppendBase64Decoded(value.string(), &ignored);
}

Status CheckBoolean(const Node& value) {
  if (value.is(Kind::kBool)) return OkStatus();
  if (value.is(Kind::kString) && BooleanFromText(value.string())) return OkStatus();
  return WrongKind(value, Target::kBoolean, "");
}

// Elements that are null are no matter of kinds.
Status CheckList(const Node& list, Status (*check_element)(const Node&)) {
  if (!list.is(Kind::kArray)) return WrongKind(list, Target::kList, "");
  for (auto it = list.begin(); it.Valid(); it.Next()) {
    const Node element = it.value();
    if (!element.is(Kind::kNull)) STATOR_RETURN_IF_ERROR(check_element(element));
  }
  return OkStatus();
}

Status CheckContent(AttributeType type, const Node& content) {
  switch (type) {
    case AttributeType::kString:
    case AttributeType::kNumber: return CheckString(content);
    case AttributeType::kBinary: return CheckBlob(content);
    case AttributeType::kBool:
    case AttributeType::kNull: return CheckBoolean(content);
    case AttributeType::kMap: return CheckValueMapKinds(content);
    case AttributeType::kList: return CheckList(content, CheckValueKinds);
    case AttributeType::kStringSet:
    case AttributeType::kNumberSet: return CheckList(content, CheckString);
    case AttributeType::kBinarySet: return CheckList(content, CheckBlob);
  }
  return OkStatus();
}

}  // namespace

Status CheckValueKinds(const Node& value) {
  if (!value.is(Kind::kObject)) {
    return WrongKind(value, Target::kStructureElement, "AttributeValue");
  }
  for (auto it = value.begin(); it.Valid(); it.Next()) {
    const std::optional<AttributeType> type = TypeFromDescriptor(it.name());
    const Node content = it.value();
    if (type && !content.is(Kind::kNull)) STATOR_RETURN_IF_ERROR(CheckContent(*type, content));
  }
  return OkStatus();
}

Status CheckValueMapKinds(const Node& map) {
  if (!map.is(Kind::kObject)) return WrongKind(map, Target::kMap, kAttributeValueClass);
  for (auto it = map.begin(); it.Valid(); it.Next()) {
    const Node value = it.value();
    if (!value.is(Kind::kNull)) STATOR_RETURN_IF_ERROR(CheckValueKinds(value));
  }
  return OkStatus();
}

}  // namespace stator::api::json
