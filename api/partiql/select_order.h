// ORDER BY: in which order the partition keys of a SELECT are read, and which way their items.
#pragma once

#include <optional>
#include <vector>

#include "api/partiql/ast.h"
#include "kv/base/status.h"
#include "kv/model/table_schema.h"

namespace stator::api::partiql {

struct SelectOrder {
  std::optional<bool> hash_descending;  // none: as the statement names the keys
  bool forward = true;
};

// has_where, hash_keys: whether there is a WHERE, and how many partition keys it confines the
// SELECT to (0: it does not).
Result<SelectOrder> OrderOf(const std::vector<OrderTerm>& terms, const KeySchema& keys,
                            bool has_where, size_t hash_keys);

}  // namespace stator::api::partiql
