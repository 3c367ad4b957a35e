#include "api/expr/path_binder.h"

#include "api/expr/messages.h"
#include "kv/base/limits.h"

namespace stator::api::expr {

Result<DocumentPath> BindPath(const PathSyntax& path, Placeholders* placeholders) {
  if (path.steps.size() > limits::kNestingLevels) {
    return ValidationError(messages::PathTooDeep(path.steps.size()));
  }
  DocumentPath bound;
  bound.elements.reserve(path.steps.size());
  for (const PathStep& step : path.steps) {
    switch (step.kind) {
      case PathStep::Kind::kName: bound.elements.emplace_back(step.text); break;
      case PathStep::Kind::kIndex: bound.elements.emplace_back(step.index); break;
      case PathStep::Kind::kPlaceholder: {
        const std::string* name = placeholders->FindName(step.text);
        if (name == nullptr) return ValidationError(messages::UndefinedName(step.text));
        bound.elements.emplace_back(*name);
        break;
      }
    }
  }
  return bound;
}

}  // namespace stator::api::expr
