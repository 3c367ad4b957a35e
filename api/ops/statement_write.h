// Plans and runs an INSERT, UPDATE or DELETE as the operation on one item that it becomes.
#pragma once

#include <variant>
#include <vector>

#include "api/ops/op_context.h"
#include "api/partiql/ast.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"
#include "kv/codec/value.h"
#include "kv/model/table_schema.h"

namespace stator::api {

// A put is that of an INSERT.
using StatementWrite = std::variant<PutItemRequest, UpdateItemRequest, DeleteItemRequest>;

// kValidation also for EXISTS, which is no write by itself.
Result<StatementWrite> PlanStatementWrite(const partiql::Statement& statement,
                                          const TableSchema& schema,
                                          const std::vector<Value>& parameters);

// An item that has at least the key of the one that is written. Valid as long as the write.
ItemView KeyOf(const StatementWrite& write);

struct StatementWriteOptions {
  ReturnValuesOnConditionCheckFailure on_condition_failure =
      ReturnValuesOnConditionCheckFailure::kNone;
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
};

// kDuplicateItem when an INSERT finds an item.
Result<WriteItemResponse> RunStatementWrite(const OpContext& context, StatementWrite write,
                                            const StatementWriteOptions& options);

// kDuplicateItem in place of kConditionFailed.
Status ToDuplicateItem(const Status& status);

}  // namespace stator::api
