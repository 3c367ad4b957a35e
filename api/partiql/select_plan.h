// What a SELECT becomes: the same Query for each partition key that its WHERE confines it to, or a
// Scan.
#pragma once

#include <string_view>
#include <vector>

#include "api/partiql/ast.h"
#include "api/partiql/columns.h"
#include "api/partiql/key_conditions.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"
#include "kv/codec/value.h"
#include "kv/model/table_schema.h"

namespace stator::api::partiql {

// Partition keys that one page looks at (AWS: as kMaxHashKeys).
inline constexpr size_t kHashKeysPerPage = 10;

// The values of the HASH attributes of one partition key, in the schema's order.
using HashKey = std::vector<Value>;

struct SelectPlan {
  // At most kMaxHashKeys. Empty: it is `scan`.
  std::vector<HashKey> hash_keys;
  QueryRequest query;  // of the first of them
  ScanRequest scan;
  Columns columns;
};

// Makes the plan's query, or a copy of it, one of that partition key.
void AimAt(const HashKey& hash_key, QueryRequest* query);

// Errors: kValidation. What the requests themselves are refused with is left to their handlers.
Result<SelectPlan> PlanSelect(const SelectStatement& select, const TableSchema& schema,
                              const std::vector<Value>& parameters);

// A SELECT of one item by its whole primary key and nothing else, as batches and transactions want
// it.
struct ItemPlan {
  Item key;
  Columns columns;
};
// missing: the text of the error for every other SELECT.
Result<ItemPlan> PlanItem(const SelectStatement& select, const TableSchema& schema,
                          const std::vector<Value>& parameters, std::string_view missing);

}  // namespace stator::api::partiql
