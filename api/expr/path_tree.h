// Paths of one projection or update, merged where they have the same beginning.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kv/model/document_path.h"

namespace stator::api::expr {

struct PathMember;
struct PathListElement;

struct PathNode {
  static constexpr size_t kNoPath = static_cast<size_t>(-1);

  size_t path = kNoPath;                  // the position of the path that ends here
  std::vector<PathMember> members;        // sorted by name
  std::vector<PathListElement> elements;  // sorted by index

  bool ends_path() const { return path != kNoPath; }
  // Null: no path goes on with this.
  const PathNode* Member(std::string_view name) const;
  const PathNode* Element(size_t index) const;
};
struct PathMember {
  std::string name;
  PathNode node;
};
struct PathListElement {
  size_t index = 0;
  PathNode node;
};

class PathTree {
 public:
  // Of equal paths, or of one below the end of another, any may be taken.
  explicit PathTree(const std::vector<DocumentPath>& paths);

  const PathNode& root() const { return root_; }

 private:
  PathNode root_;
};

}  // namespace stator::api::expr
