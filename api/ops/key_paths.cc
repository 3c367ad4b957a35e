#include "api/ops/key_paths.h"

#include <algorithm>
#include <string_view>

namespace stator::api {
namespace {

Status NotScalar(std::string_view kind, const std::string& name) {
  return ValidationError(
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
      "allowed: " +
      std::string(kind) + ": " + name);
}

}  // namespace

Status RefusePathsIntoKeys(const TableSchema& schema, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (schema.keys.Contains(name)) return NotScalar("Key", name);
    if (std::any_of(schema.indexes.begin(), schema.indexes.end(),
                    [&](const IndexSchema& index) { return index.keys.Contains(name); })) {
      return NotScalar("IndexKey", name);
    }
  }
  return OkStatus();
}

}  // namespace stator::api
