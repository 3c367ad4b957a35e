#include "kv/model/table_schema.h"

#include <algorithm>

namespace stator {

const KeyAttribute* KeySchema::Find(std::string_view name) const {
  for (const auto* role : {&hash, &range}) {
    for (const KeyAttribute& attribute : *role) {
      if (attribute.name == name) return &attribute;
    }
  }
  return nullptr;
}

bool KeySchema::Contains(std::string_view name) const { return Find(name) != nullptr; }

const IndexSchema* TableSchema::FindIndex(std::string_view index_name) const {
  for (const IndexSchema& index : indexes) {
    if (index.name == index_name) return &index;
  }
  return nullptr;
}

bool TableSchema::HasLocalIndexes() const {
  return std::any_of(indexes.begin(), indexes.end(),
                     [](const IndexSchema& index) { return index.kind == IndexKind::kLocal; });
}

}  // namespace stator
