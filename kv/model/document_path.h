// A path into an item: `a.b[3].c`. The first element is always a name.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace stator {

// An attribute or map-member name, or a list index from 0.
using PathElement = std::variant<std::string, size_t>;

struct DocumentPath {
  std::vector<PathElement> elements;

  const std::string& top_level() const { return std::get<std::string>(elements.front()); }
  bool is_top_level() const { return elements.size() == 1; }
  // "[a, b, [3], c]": how AWS writes a path inside its error messages.
  std::string ToErrorText() const;
  bool operator==(const DocumentPath&) const = default;
};

// Two paths overlap when one is a prefix of the other or they are equal; they conflict when at the
// same depth one goes on with a name and the other with an index.
bool PathsOverlap(const DocumentPath& a, const DocumentPath& b);
bool PathsConflict(const DocumentPath& a, const DocumentPath& b);

}  // namespace stator
