// Walking through the JSON of a policy with the place at hand, so that every error names it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/json/json.h"
#include "kv/base/status.h"

namespace stator::api::iam {

std::string MemberPlace(const std::string& place, std::string_view name);

// "Statement[0].Effect: must be …"
Status WrongAt(const std::string& place, std::string_view what);
// The same status with the place before its message.
Status At(const std::string& place, const Status& status);

// Refuses a name that the object has twice.
Status CheckNamesDiffer(const json::Node& object, const std::string& place);

// visit(std::string_view name, const json::Node& value) -> Status, for each member of an object
// whose names differ; anything else is refused.
template <typename Visit>
Status ForEachMember(const json::Node& node, const std::string& place, Visit&& visit) {
  if (!node.is(json::Kind::kObject)) return WrongAt(place, "must be an object");
  STATOR_RETURN_IF_ERROR(CheckNamesDiffer(node, place));
  for (auto it = node.begin(); it.Valid(); it.Next()) {
    STATOR_RETURN_IF_ERROR(visit(it.name(), it.value()));
  }
  return OkStatus();
}

// visit(const json::Node& element, const std::string& place) -> Status, for each element of an
// array, or for the one value that stands in place of an array of one.
template <typename Visit>
Status ForEachElement(const json::Node& node, const std::string& place, Visit&& visit) {
  if (!node.is(json::Kind::kArray)) return visit(node, place);
  size_t i = 0;
  for (auto it = node.begin(); it.Valid(); it.Next(), ++i) {
    STATOR_RETURN_IF_ERROR(visit(it.value(), place + "[" + std::to_string(i) + "]"));
  }
  return OkStatus();
}

}  // namespace stator::api::iam
