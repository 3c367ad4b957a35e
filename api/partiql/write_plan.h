// What statements that write become: the requests of the operations that write one item.
#pragma once

#include <vector>

#include "api/partiql/ast.h"
#include "api/types/item_ops.h"
#include "api/types/transact_ops.h"
#include "kv/base/status.h"
#include "kv/codec/value.h"
#include "kv/model/table_schema.h"

namespace stator::api::partiql {

// An INSERT is a put on the condition that there is no such item; what that fails with is the
// caller's to translate.
Result<PutItemRequest> PlanInsert(const InsertStatement& insert, const TableSchema& schema,
                                  const std::vector<Value>& parameters);

// An UPDATE is on the condition that the item is there, besides what WHERE asks for.
Result<UpdateItemRequest> PlanUpdate(const UpdateStatement& update, const TableSchema& schema,
                                     const std::vector<Value>& parameters);

// A DELETE of an item that is not there succeeds whatever else WHERE asks for (AWS: "PartiQL delete
// statements for DynamoDB").
Result<DeleteItemRequest> PlanDelete(const DeleteStatement& erase, const TableSchema& schema,
                                     const std::vector<Value>& parameters);

// EXISTS names one item by its whole key and asks for something besides. An item that is not there
// fails it whatever that is, since the SELECT then finds nothing (AWS: "Using the EXISTS function
// with PartiQL for DynamoDB").
Result<TransactConditionCheck> PlanExists(const ExistsStatement& exists, const TableSchema& schema,
                                          const std::vector<Value>& parameters);

}  // namespace stator::api::partiql
