#include "api/ops/index_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "api/ops/name_rules.h"
#include "api/ops/table_errors.h"
#include "kv/base/limits.h"

namespace stator::api {
namespace {

constexpr size_t kProjectedAttributesPerIndex = 20;

std::string_view TypeText(ProjectionType type) {
  switch (type) {
    case ProjectionType::kAll: return "ALL";
    case ProjectionType::kKeysOnly: return "KEYS_ONLY";
    case ProjectionType::kInclude: return "INCLUDE";
  }
  return "ALL";
}

Status CheckProjectedNames(const std::vector<std::string>& names, const std::string& path) {
  if (names.empty()) {
    return BrokenConstraint("[]", path, "have length greater than or equal to 1");
  }
  if (names.size() > kProjectedAttributesPerIndex) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "[" : ", ") + name;
    return BrokenConstraint(list + "]", path, "have length less than or equal to 20");
  }
  for (size_t i = 0; i < names.size(); ++i) {
    STATOR_RETURN_IF_ERROR(CheckKeyAttributeName(names[i], ElementPath(path, i)));
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i)) {
      return InvalidParameter("Duplicate element in NonKeyAttributes: " + names[i]);
    }
  }
  return OkStatus();
}

// Names that are keys anyway are allowed, and kept.
Result<Projection> CheckProjection(const ProjectionSpec& spec, std::string_view index_path) {
  if (!spec.type) return InvalidParameter("Unknown ProjectionType: null");
  const bool include = *spec.type == ProjectionType::kInclude;
  if (include != spec.non_key_attributes.has_value()) {
    return InvalidParameter("ProjectionType is " + std::string(TypeText(*spec.type)) +
                            ", but NonKeyAttributes is " + (include ? "not " : "") + "specified");
  }
  Projection projection{.type = *spec.type, .non_key_attributes = {}};
  if (include) {
    projection.non_key_attributes = *spec.non_key_attributes;
    STATOR_RETURN_IF_ERROR(CheckProjectedNames(
        projection.non_key_attributes, std::string(index_path) + ".projection.nonKeyAttributes"));
  }
  return projection;
}

std::string KeySchemaPath(std::string_view index_path) {
  return std::string(index_path) + ".keySchema";
}

}  // namespace

Result<IndexSchema> BuildLocalIndex(const IndexSpec& spec, const AttributeDefinitions& definitions,
                                    const KeySchema& table_keys, std::string_view path) {
  STATOR_RETURN_IF_ERROR(CheckResourceName(spec.index_name, std::string(path) + ".indexName"));
  IndexSchema index;
  index.kind = IndexKind::kLocal;
  index.name = spec.index_name;
  STATOR_ASSIGN_OR_RETURN(index.keys,
                          SimpleKeys(spec.key_schema, definitions, KeySchemaPath(path)));
  if (index.keys.range.empty()) {
    return InvalidParameter("Index KeySchema does not have a range key for index: " + index.name);
  }
  const std::string& hash = index.keys.hash.front().name;
  const std::string& table_hash = table_keys.hash.front().name;
  if (hash != table_hash) {
    return InvalidParameter(
        "Index KeySchema does not have the same leading hash key as table KeySchema for index: " +
        index.name + ". index hash key: " + hash + ", table hash key: " + table_hash);
  }
  STATOR_ASSIGN_OR_RETURN(index.projection, CheckProjection(spec.projection, path));
  return index;
}

Result<IndexSchema> BuildGlobalIndex(const IndexSpec& spec, const AttributeDefinitions& definitions,
                                     std::string_view path) {
  STATOR_RETURN_IF_ERROR(CheckResourceName(spec.index_name, std::string(path) + ".indexName"));
  IndexSchema index;
  index.kind = IndexKind::kGlobal;
  index.name = spec.index_name;
  STATOR_ASSIGN_OR_RETURN(index.keys,
                          GlobalIndexKeys(spec.key_schema, definitions, KeySchemaPath(path)));
  STATOR_ASSIGN_OR_RETURN(index.projection, CheckProjection(spec.projection, path));
  return index;
}

Status CheckProjectedTotal(const std::vector<IndexSchema>& indexes) {
  size_t total = 0;
  for (const IndexSchema& index : indexes) total += index.projection.non_key_attributes.size();
  if (total <= limits::kProjectedAttributesPerTable) return OkStatus();
  // The rule is documented ("Quotas in Amazon DynamoDB"); its wording is not known.
  return InvalidParameter("Number of projected attributes in all indexes, " +
                          std::to_string(total) + ", exceeds per-table limit of " +
                          std::to_string(limits::kProjectedAttributesPerTable));
}

}  // namespace stator::api
