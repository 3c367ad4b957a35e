#include "api/expr/path_tree.h"

#include <algorithm>
#include <numeric>

namespace stator::api::expr {
namespace {

std::string_view KeyOf(const PathMember& member) { return member.name; }
size_t KeyOf(const PathListElement& element) { return element.index; }

template <typename Children, typename Key>
auto LowerBound(Children& children, const Key& key) {
  return std::lower_bound(
      children.begin(), children.end(), key,
      [](const auto& child, const Key& wanted) { return KeyOf(child) < wanted; });
}

template <typename Children, typename Key>
const PathNode* FindChild(const Children& children, const Key& key) {
  const auto found = LowerBound(children, key);
  return found != children.end() && KeyOf(*found) == key ? &found->node : nullptr;
}

PathNode* AddMember(PathNode* parent, const std::string& name) {
  auto place = LowerBound(parent->members, std::string_view(name));
  if (place == parent->members.end() || place->name != name) {
    place = parent->members.insert(place, PathMember{name, {}});
  }
  return &place->node;
}

PathNode* AddElement(PathNode* parent, size_t index) {
  auto place = LowerBound(parent->elements, index);
  if (place == parent->elements.end() || place->index != index) {
    place = parent->elements.insert(place, PathListElement{index, {}});
  }
  return &place->node;
}

}  // namespace

const PathNode* PathNode::Member(std::string_view name) const { return FindChild(members, name); }

const PathNode* PathNode::Element(size_t index) const { return FindChild(elements, index); }

PathTree::PathTree(const std::vector<DocumentPath>& paths) {
  // In rising order every child is added at the end of its list: AttributesToGet may hold a million
  // names, and inserting each of them in the midst of the others would take hours.
  std::vector<size_t> order(paths.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&paths](size_t a, size_t b) { return paths[a].elements < paths[b].elements; });
  for (const size_t i : order) {
    PathNode* node = &root_;
    for (const PathElement& element : paths[i].elements) {
      const auto* name = std::get_if<std::string>(&element);
      node = name != nullptr ? AddMember(node, *name) : AddElement(node, std::get<size_t>(element));
    }
    node->path = i;
  }
}

}  // namespace stator::api::expr
