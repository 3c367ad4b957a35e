// Runs what a SELECT was planned into, page by page.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "api/ops/op_context.h"
#include "api/ops/statement_token.h"
#include "api/partiql/select_plan.h"
#include "api/types/common.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"

namespace stator::api {

struct StatementPageOptions {
  bool consistent_read = false;
  std::optional<int64_t> limit;
  StatementPosition start;
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
};
struct StatementPage {
  std::vector<Item> items;
  std::optional<StatementPosition> next;  // none: there is no more
  std::optional<Item> last_evaluated_key;
  std::optional<ConsumedCapacity> consumed_capacity;
};

// A page ends at Limit, at 1 MB, behind 10 partition keys, or at the end. It may pass 1 MB by what
// one more partition key holds, but not by more than another 1 MB.
Result<StatementPage> ReadStatementPage(const OpContext& context, const partiql::SelectPlan& plan,
                                        const StatementPageOptions& options);

}  // namespace stator::api
