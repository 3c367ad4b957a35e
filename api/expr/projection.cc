#include <algorithm>
#include <unordered_set>

#include "api/expr/expression.h"
#include "api/expr/messages.h"
#include "api/expr/path_tree.h"
#include "kv/codec/value_builder.h"

namespace stator::api::expr {
namespace {

void SortUnique(std::vector<std::string>* names) {
  std::sort(names->begin(), names->end());
  names->erase(std::unique(names->begin(), names->end()), names->end());
}

// Whether any path below `node` leads to something in `value`.
bool HasAny(const ValueView& value, const PathNode& node) {
  if (node.ends_path()) return true;
  if (value.is(AttributeType::kMap)) {
    return std::any_of(node.members.begin(), node.members.end(), [&](const PathMember& member) {
      const auto found = value.Member(member.name);
      return found && HasAny(*found, member.node);
    });
  }
  if (!value.is(AttributeType::kList)) return false;
  return std::any_of(node.elements.begin(), node.elements.end(),
                     [&](const PathListElement& element) {
                       const auto found = value.Element(element.index);
                       return found && HasAny(*found, element.node);
                     });
}

void CopyChosen(const ValueView& value, const PathNode& node, ValueBuilder* out);

void CopyMembers(const ValueView& map, const PathNode& node, ValueBuilder* out) {
  for (const PathMember& member : node.members) {
    const auto found = map.Member(member.name);
    if (!found || !HasAny(*found, member.node)) continue;
    out->Name(member.name);
    CopyChosen(*found, member.node, out);
  }
}

// What the paths below `node` choose of `value`; HasAny holds.
void CopyChosen(const ValueView& value, const PathNode& node, ValueBuilder* out) {
  if (node.ends_path()) {
    out->Encoded(value);
    return;
  }
  if (value.is(AttributeType::kMap)) {
    out->BeginMap();
    CopyMembers(value, node, out);
    out->EndMap();
    return;
  }
  out->BeginList();
  for (const PathListElement& element : node.elements) {
    const auto found = value.Element(element.index);
    if (found && HasAny(*found, element.node)) CopyChosen(*found, element.node, out);
  }
  out->EndList();
}

}  // namespace

Projection::Projection(std::vector<DocumentPath> paths)
    : all_(false), paths_(std::move(paths)), tree_(std::make_shared<const PathTree>(paths_)) {
  const bool flat = std::all_of(paths_.begin(), paths_.end(),
                                [](const DocumentPath& path) { return path.is_top_level(); });
  if (flat) whole_names_ = TopLevelNames();
}

Item Projection::Apply(const ItemView& item) const {
  if (all_) return Item(item);
  if (!whole_names_.empty()) return ProjectTopLevel(item, whole_names_);
  ValueBuilder builder;
  builder.BeginMap();
  CopyMembers(item.attributes(), tree_->root(), &builder);
  builder.EndMap();
  return builder.FinishItem();
}

std::vector<std::string> Projection::TopLevelNames() const {
  std::vector<std::string> names;
  names.reserve(paths_.size());
  for (const DocumentPath& path : paths_) names.push_back(path.top_level());
  SortUnique(&names);
  return names;
}

std::vector<std::string> Projection::DereferencedNames() const {
  std::vector<std::string> names;
  for (const DocumentPath& path : paths_) {
    if (!path.is_top_level()) names.push_back(path.top_level());
  }
  SortUnique(&names);
  return names;
}

Result<Projection> FromAttributeNames(const std::vector<std::string>& names) {
  std::unordered_set<std::string_view> seen;
  std::vector<DocumentPath> paths;
  paths.reserve(names.size());
  for (const std::string& name : names) {
    if (name.empty()) return ValidationError(std::string(messages::kEmptyName));
    if (!seen.insert(name).second) {
      return messages::InvalidParameters(messages::DuplicateName(name));
    }
    paths.push_back(DocumentPath{{name}});
  }
  return Projection(std::move(paths));
}

}  // namespace stator::api::expr
