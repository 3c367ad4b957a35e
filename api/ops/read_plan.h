// What one Query or Scan returns of what it reads: the checks on IndexName, Select, ConsistentRead,
// projection and filter that both operations share. Texts are AWS's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/expr/expression.h"
#include "api/ops/op_context.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"
#include "kv/model/table_schema.h"
#include "kv/partition/table_insights.h"
#include "kv/store/store.h"
#include "kv/table/table.h"

namespace stator::api {

struct ReadPlan {
  std::shared_ptr<Table> table;
  std::shared_ptr<const TableSchema> schema;
  const IndexSchema* index = nullptr;  // inside *schema; null: the table itself
  expr::Condition filter;
  expr::Projection projection;
  bool count_only = false;
  bool consistent = false;
  std::shared_ptr<const Snapshot> state;  // what is read; null: the newest
  // A read of an LSI that needs more than the index projects: each entry's item is read too.
  bool fetch_items = false;
  // Only the filter needs it: what is returned is the entry (Select ALL_PROJECTED_ATTRIBUTES).
  bool fetch_for_filter = false;
  std::optional<int64_t> limit;
  KeyAccess access = KeyAccess::kNoKey;  // of a Query: kPartitionKey

  const KeySchema& keys() const { return index != nullptr ? index->keys : schema->keys; }
  uint32_t source_id() const { return index != nullptr ? index->id : schema->id; }
};

// Limit, and the combinations of Select with projections, before the table is looked at.
Status CheckPageParameters(const ReadPageRequest& request);

// For numbers that come through the typed door, where no structural check has seen them.
Status CheckAtLeast(std::string_view member, int64_t value, int64_t least);
Status CheckAtMost(std::string_view member, int64_t value, int64_t most);

// The projection that the request names, from ProjectionExpression or AttributesToGet.
Result<expr::Projection> CompileReadProjection(expr::Binder* binder,
                                               const ReadPageRequest& request);

// Fills in table, schema and index and checks what depends on them. `plan` has filter and
// projection.
Status BindToTable(const ReadPageRequest& request, std::shared_ptr<Table> table, ReadPlan* plan);

// That what is read is what was decided on: an index may have taken another's name in between. Then
// kValidation as for an index that is not there.
Status RequireDecided(const OpContext& context, const ReadPlan& plan);

}  // namespace stator::api
