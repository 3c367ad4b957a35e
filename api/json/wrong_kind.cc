#include "api/json/wrong_kind.h"

#include <string>

namespace stator::api::json {
namespace {

Status SerializationError(std::string message) {
  return Status(Code::kSerialization, std::move(message));
}

std::string_view TokenName(const Node& value) {
  switch (value.kind()) {
    case Kind::kBool: return value.boolean() ? "TRUE_VALUE" : "FALSE_VALUE";
    case Kind::kNumber: return value.has_fraction() ? "DECIMAL_VALUE" : "NUMBER_VALUE";
    case Kind::kString: return "STRING_VALUE";
    default: return "NULL_VALUE";
  }
}

// What AWS calls the Java type when it meets a list instead.
std::string JavaType(Target target, std::string_view type_name) {
  switch (target) {
    case Target::kString: return "class java.lang.String";
    case Target::kBoolean: return "class java.lang.Boolean";
    case Target::kNumber: return "class java.lang." + std::string(type_name);
    case Target::kBlob: return "class java.nio.ByteBuffer";
    case Target::kTimestamp: return "class java.util.Date";
    case Target::kMap: return "java.util.Map<java.lang.String, " + std::string(type_name) + ">";
    default: return "class " + std::string(kApiPackage) + std::string(type_name);
  }
}

Status WrongScalar(const Node& value, Target target, std::string_view type_name) {
  switch (target) {
    case Target::kString:
      return SerializationError(std::string(TokenName(value)) + " cannot be converted to String");
    case Target::kNumber:
      return SerializationError(std::string(TokenName(value)) + " cannot be converted to " +
                                std::string(type_name));
    case Target::kBoolean:
      if (value.is(Kind::kString))
        return SerializationError("Unexpected token received from parser");
      return SerializationError(std::string(TokenName(value)) + " cannot be converted to Boolean");
    case Target::kBlob:
      return SerializationError("only base-64-encoded strings are convertible to bytes");
    case Target::kTimestamp:
      return SerializationError(std::string(TokenName(value)) +
                                " cannot be converted to milliseconds since epoch");
    case Target::kStructureElement: return SerializationError("Unexpected value type in payload");
    default: return SerializationError("Unexpected field type");
  }
}

}  // namespace

Status WrongKind(const Node& value, Target target, std::string_view type_name) {
  switch (value.kind()) {
    case Kind::kObject:
      return SerializationError("Start of structure or map found where not expected");
    case Kind::kArray:
      return SerializationError("Unrecognized collection type " + JavaType(target, type_name));
    default: return WrongScalar(value, target, type_name);
  }
}

Status WrongKindInNestedCollection() {
  return SerializationError(
      "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class "
      "java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and "
      "java.lang.Class are in module java.base of loader 'bootstrap')");
}

}  // namespace stator::api::json
