#include "api/partiql/columns.h"

#include <set>
#include <utility>

#include "api/expr/path_resolver.h"
#include "api/expr/path_rules.h"
#include "api/partiql/messages.h"

namespace stator::api::partiql {

namespace {

std::string NameOf(const DocumentPath& path) {
  std::string indexes;
  for (auto it = path.elements.rbegin(); it != path.elements.rend(); ++it) {
    if (const auto* name = std::get_if<std::string>(&*it)) return *name + indexes;
    indexes.insert(0, "[" + std::to_string(std::get<size_t>(*it)) + "]");
  }
  return indexes;
}

}  // namespace

Result<Columns> Columns::Of(const std::vector<DocumentPath>& paths) {
  Columns columns;
  std::set<std::string> seen;
  for (const DocumentPath& path : paths) {
    std::string name = NameOf(path);
    if (!seen.insert(name).second) return ValidationError(messages::DuplicateColumn(name));
    if (!path.is_top_level()) columns.shapes_ = true;
    columns.columns_.push_back({std::move(name), path});
  }
  // The paths of a projection, which the service is sent from the last column to the first.
  STATOR_RETURN_IF_ERROR(expr::CheckPathsApart({paths.rbegin(), paths.rend()}));
  return columns;
}

std::vector<std::string> Columns::DereferencedNames() const {
  std::vector<std::string> names;
  for (const Column& column : columns_) {
    if (!column.path.is_top_level()) names.push_back(column.path.top_level());
  }
  return names;
}

std::optional<std::string> Columns::ProjectionText(RequestText* request) const {
  if (columns_.empty()) return std::nullopt;
  std::string text;
  std::set<std::string_view> seen;
  for (const Column& column : columns_) {
    if (!seen.insert(column.path.top_level()).second) continue;
    if (!text.empty()) text += ", ";
    text += request->Name(column.path.top_level());
  }
  return text;
}

Item Columns::Apply(const ItemView& item) const {
  if (columns_.empty()) return Item(item);
  ItemBuilder builder;
  for (const Column& column : columns_) {
    if (const auto value = expr::Resolve(column.path, item)) builder.Add(column.name, *value);
  }
  return builder.Finish();
}

}  // namespace stator::api::partiql
