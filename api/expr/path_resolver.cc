#include "api/expr/path_resolver.h"

namespace stator::api::expr {

std::optional<ValueView> Resolve(const DocumentPath& path, const ItemView& item) {
  std::optional<ValueView> value = item.Find(path.top_level());
  for (size_t i = 1; value && i < path.elements.size(); ++i) {
    if (const auto* name = std::get_if<std::string>(&path.elements[i])) {
      value = value->is(AttributeType::kMap) ? value->Member(*name) : std::nullopt;
    } else {
      const size_t index = std::get<size_t>(path.elements[i]);
      value = value->is(AttributeType::kList) ? value->Element(index) : std::nullopt;
    }
  }
  return value;
}

}  // namespace stator::api::expr
