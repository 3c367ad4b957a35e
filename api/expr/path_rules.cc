#include "api/expr/path_rules.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "api/expr/messages.h"

namespace stator::api::expr {
namespace {

// Empty: the two can stand side by side.
std::string Fault(const DocumentPath& one, const DocumentPath& two) {
  if (stator::PathsOverlap(one, two)) {
    return messages::PathsOverlap(one.ToErrorText(), two.ToErrorText());
  }
  if (stator::PathsConflict(one, two)) {
    return messages::PathsConflict(one.ToErrorText(), two.ToErrorText());
  }
  return "";
}

}  // namespace

Status CheckPathsApart(const std::vector<DocumentPath>& paths) {
  // Paths meet only when they have the same first name.
  std::unordered_map<std::string_view, std::vector<const DocumentPath*>> later_by_name;
  for (auto path = paths.rbegin(); path != paths.rend(); ++path) {
    std::vector<const DocumentPath*>& later = later_by_name[path->top_level()];
    for (auto other = later.rbegin(); other != later.rend(); ++other) {
      std::string fault = Fault(*path, **other);
      if (!fault.empty()) return ValidationError(std::move(fault));
    }
    later.push_back(&*path);
  }
  return OkStatus();
}

}  // namespace stator::api::expr
