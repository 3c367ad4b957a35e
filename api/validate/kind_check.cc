#include "api/validate/kind_check.h"

#include <string>

#include "api/json/attribute_value_kinds.h"
#include "api/json/base64.h"
#include "api/json/boolean_text.h"
#include "api/json/wrong_kind.h"

namespace stator::api::validate {
namespace {

using json::Kind;
using json::Node;
using json::Target;

// What holds the value. The texts depend on it.
enum class Holder { kMember, kCollection };

std::string_view JavaNumberType(ShapeKind kind) {
  if (kind == ShapeKind::kInteger) return "Integer";
  return kind == ShapeKind::kLong ? "Long" : "Double";
}

// The Java type of a map's values.
std::string JavaElementType(const Shape& element) {
  switch (element.kind) {
    case ShapeKind::kString: return "java.lang.String";
    case ShapeKind::kList:
      return "java.util.List<" + JavaElementType(ShapeAt(element.element)) + ">";
    case ShapeKind::kMap:
      return "java.util.Map<java.lang.String, " + JavaElementType(ShapeAt(element.element)) + ">";
    default: return std::string(json::kApiPackage) + std::string(element.name);
  }
}

bool IsScalar(const Node& value) { return !value.is(Kind::kArray) && !value.is(Kind::kObject); }

Status WrongKindOf(const Shape& shape, const Node& value, Holder holder) {
  switch (shape.kind) {
    case ShapeKind::kString: return WrongKind(value, Target::kString, "");
    case ShapeKind::kInteger:
    case ShapeKind::kLong:
    case ShapeKind::kDouble: return WrongKind(value, Target::kNumber, JavaNumberType(shape.kind));
    case ShapeKind::kBoolean: return WrongKind(value, Target::kBoolean, "");
    case ShapeKind::kBlob: return WrongKind(value, Target::kBlob, "");
    case ShapeKind::kTimestamp: return WrongKind(value, Target::kTimestamp, "");
    case ShapeKind::kList:
    case ShapeKind::kMap:
      if (holder == Holder::kCollection && IsScalar(value)) {
        return json::WrongKindInNestedCollection();
      }
      if (shape.kind == ShapeKind::kList) return WrongKind(value, Target::kList, "");
      return WrongKind(value, Target::kMap, JavaElementType(ShapeAt(shape.element)));
    case ShapeKind::kStructure:
    case ShapeKind::kAttributeValue: break;
  }
  const Target target =
      holder == Holder::kMember ? Target::kStructureField : Target::kStructureElement;
  return WrongKind(value, target, shape.name);
}

Status FindIn(const Shape& shape, const Node& value, Holder holder);

Status FindInElements(const Shape& shape, const Node& collection) {
  for (auto it = collection.begin(); it.Valid(); it.Next()) {
    STATOR_RETURN_IF_ERROR(FindIn(ShapeAt(shape.element), it.value(), Holder::kCollection));
  }
  return OkStatus();
}

Status FindInMembers(const Shape& shape, const Node& structure) {
  for (auto it = structure.begin(); it.Valid(); it.Next()) {
    for (const Member& member : MembersOf(shape)) {
      if (member.name != it.name()) continue;
      STATOR_RETURN_IF_ERROR(FindIn(ShapeAt(member.shape), it.value(), Holder::kMember));
    }
  }
  return OkStatus();
}

Status FindIn(const Shape& shape, const Node& value, Holder holder) {
  if (value.is(Kind::kNull)) return OkStatus();
  if (!FitsKind(shape, value)) return WrongKindOf(shape, value, holder);
  std::string ignored;
  switch (shape.kind) {
    case ShapeKind::kBlob: return json::AppendBase64Decoded(value.string(), &ignored);
    case ShapeKind::kList:
    case ShapeKind::kMap: return FindInElements(shape, value);
    case ShapeKind::kStructure: return FindInMembers(shape, value);
    case ShapeKind::kAttributeValue: return json::CheckValueKinds(value);
    default: return OkStatus();
  }
}

}  // namespace

bool FitsKind(const Shape& shape, const Node& value) {
  switch (shape.kind) {
    case ShapeKind::kString:
    case ShapeKind::kBlob: return value.is(Kind::kString);
    case ShapeKind::kInteger:
    case ShapeKind::kLong:
      // A number that no int64 holds would be lost further on: it is refused like a wrong kind.
      return value.is(Kind::kNumber) && value.integer().has_value();
    case ShapeKind::kDouble:
    case ShapeKind::kTimestamp: return value.is(Kind::kNumber);
    case ShapeKind::kBoolean:
      return value.is(Kind::kBool) ||
             (value.is(Kind::kString) && json::BooleanFromText(value.string()).has_value());
    case ShapeKind::kList: return value.is(Kind::kArray);
    case ShapeKind::kMap:
    case ShapeKind::kStructure:
    case ShapeKind::kAttributeValue: return value.is(Kind::kObject);
  }
  return false;
}

Status FindWrongKind(const Shape& input, const Node& body) {
  if (body.is(Kind::kNull)) return Status(Code::kSerialization, "");
  return FindIn(input, body, Holder::kCollection);
}

}  // namespace stator::api::validate
