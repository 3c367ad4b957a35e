#include "api/io/expression_members.h"

#include "api/io/member.h"
#include "api/json/item_json.h"
#include "api/types/wording.h"

namespace stator::api {
namespace {

Result<ExpressionValues> ReadValues(const json::Node& object) {
  ExpressionValues values;
  for (auto it = object.begin(); it.Valid(); it.Next()) {
    auto value = json::ReadValue(it.value());
    if (!value.ok()) return InvalidExpressionValue(value.status(), it.name());
    values.insert_or_assign(std::string(it.name()), std::move(*value));
  }
  return values;
}

}  // namespace

std::optional<ExpressionNames> ReadExpressionNames(const json::Node& body) {
  const auto member = Member(body, "ExpressionAttributeNames");
  if (!member) return std::nullopt;
  ExpressionNames names;
  for (auto it = member->begin(); it.Valid(); it.Next()) {
    names.insert_or_assign(std::string(it.name()), std::string(it.value().string()));
  }
  return names;
}

Result<ExpressionAttributes> ReadExpressionAttributes(const json::Node& body) {
  ExpressionAttributes attributes;
  attributes.names = ReadExpressionNames(body);
  if (const auto member = Member(body, "ExpressionAttributeValues")) {
    STATOR_ASSIGN_OR_RETURN(attributes.values, ReadValues(*member));
  }
  return attributes;
}

}  // namespace stator::api
