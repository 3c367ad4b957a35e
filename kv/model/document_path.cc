#include "kv/model/document_path.h"

#include <algorithm>

namespace stator {
namespace {

// How many elements a and b share from the front.
size_t CommonElements(const DocumentPath& a, const DocumentPath& b) {
  const auto ends =
      std::mismatch(a.elements.begin(), a.elements.end(), b.elements.begin(), b.elements.end());
  return static_cast<size_t>(ends.first - a.elements.begin());
}

}  // namespace

std::string DocumentPath::ToErrorText() const {
  std::string text = "[";
  for (const PathElement& element : elements) {
    if (text.size() > 1) text += ", ";
    if (const auto* name = std::get_if<std::string>(&element)) {
      text += *name;
    } else {
      text.append("[").append(std::to_string(std::get<size_t>(element))).append("]");
    }
  }
  text += "]";
  return text;
}

bool PathsOverlap(const DocumentPath& a, const DocumentPath& b) {
  const size_t common = CommonElements(a, b);
  return common == a.elements.size() || common == b.elements.size();
}

bool PathsConflict(const DocumentPath& a, const DocumentPath& b) {
  const size_t common = CommonElements(a, b);
  if (common == a.elements.size() || common == b.elements.size()) return false;
  return a.elements[common].index() != b.elements[common].index();
}

}  // namespace stator
