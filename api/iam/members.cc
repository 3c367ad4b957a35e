#include "api/iam/members.h"

#include <algorithm>

#include "api/iam/quoted_text.h"

namespace stator::api::iam {

std::string MemberPlace(const std::string& place, std::string_view name) {
  const std::string shown = Shown(name);
  return place.empty() ? shown : place + "." + shown;
}

Status WrongAt(const std::string& place, std::string_view what) {
  std::string message = place;
  if (!place.empty()) message += ": ";
  return ValidationError(message.append(what));
}

Status At(const std::string& place, const Status& status) {
  return status.ok() ? OkStatus() : WrongAt(place, status.message());
}

Status CheckNamesDiffer(const json::Node& object, const std::string& place) {
  std::vector<std::string_view> names;
  for (auto it = object.begin(); it.Valid(); it.Next()) names.push_back(it.name());
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice == names.end()) return OkStatus();
  return WrongAt(MemberPlace(place, *twice), "stands there twice");
}

}  // namespace stator::api::iam
