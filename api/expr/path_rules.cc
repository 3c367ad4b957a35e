#include "api/expr/path_rules.h"

#include <string_view>
#include <unordered_map>

#include "api/expr/messages.h"

namespace stator::api::expr {
namespace {

// Paths with the same first name: only those can meet.
using PathsByName = std::unordered_map<std::string_view, std::vector<const DocumentPath*>>;

template <typename Meet>
Status CheckPairs(const std::vector<DocumentPath>& paths, const Meet& meet,
                  std::string (*text)(std::string_view, std::string_view)) {
  PathsByName earlier;
  for (const DocumentPath& path : paths) {
    std::vector<const DocumentPath*>& same_name = earlier[path.top_level()];
    for (const DocumentPath* other : same_name) {
      if (meet(*other, path)) {
        return ValidationError(text(other->ToErrorText(), path.ToErrorText()));
      }
    }
    same_name.push_back(&path);
  }
  return OkStatus();
}

}  // namespace

Status CheckPathsApart(const std::vector<DocumentPath>& paths) {
  STATOR_RETURN_IF_ERROR(CheckPairs(paths, stator::PathsOverlap, messages::PathsOverlap));
  return CheckPairs(paths, stator::PathsConflict, messages::PathsConflict);
}

}  // namespace stator::api::expr
