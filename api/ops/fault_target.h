// What a request is about, as far as fault rules ask: which tables and partition keys it reads and
// writes. Looked up only while there are rules.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/ops/op_context.h"
#include "api/types/item_ops.h"
#include "api/types/partiql_ops.h"
#include "api/types/transact_ops.h"
#include "kv/codec/item.h"
#include "kv/model/table_schema.h"
#include "kv/partition/throttle.h"

namespace stator::api {

// One item, or the page of a Query or Scan.
struct FaultElement {
  std::string table_name{};                     // no ARN
  std::shared_ptr<const TableSchema> schema{};  // null: there is no such table, or it is not ready
  std::optional<std::string> index_name{};      // of a page
  std::optional<std::string> partition_key{};   // as text; none: not known, or there are many
  CapacityKind kind = CapacityKind::kRead;
  // Of a write: whether its condition can fail, whether it then says so as an INSERT does, and the
  // item's key where its failure shall return the item.
  bool conditional = false;
  bool inserts = false;
  std::optional<Item> key_of_shown{};
};

enum class FaultShape {
  kOne,          // of one item or page, or none
  kBatch,        // BatchGetItem, BatchWriteItem: elements may be left unprocessed
  kStatements,   // BatchExecuteStatement: each element has its own error
  kTransaction,  // each element has its own reason
};

struct FaultTarget {
  FaultShape shape = FaultShape::kOne;
  // In the request's order. Of an operation on a table as a whole: that table, of kind kRead.
  std::vector<FaultElement> elements{};
  bool on_items = false;
};

FaultTarget TargetOf(const OpContext& context, const GetItemRequest& request);
FaultTarget TargetOf(const OpContext& context, const PutItemRequest& request);
FaultTarget TargetOf(const OpContext& context, const UpdateItemRequest& request);
FaultTarget TargetOf(const OpContext& context, const DeleteItemRequest& request);
FaultTarget TargetOf(const OpContext& context, const QueryRequest& request);
FaultTarget TargetOf(const OpContext& context, const ScanRequest& request);
FaultTarget TargetOf(const OpContext& context, const BatchGetItemRequest& request);
FaultTarget TargetOf(const OpContext& context, const BatchWriteItemRequest& request);
FaultTarget TargetOf(const OpContext& context, const TransactGetItemsRequest& request);
FaultTarget TargetOf(const OpContext& context, const TransactWriteItemsRequest& request);
FaultTarget TargetOf(const OpContext& context, const ExecuteStatementRequest& request);
FaultTarget TargetOf(const OpContext& context, const BatchExecuteStatementRequest& request);
FaultTarget TargetOf(const OpContext& context, const ExecuteTransactionRequest& request);
FaultTarget TargetOfTable(const OpContext& context, const std::string& name_or_arn);

// Of any other request: the table that it names, if it names one.
template <typename Request>
FaultTarget TargetOf(const OpContext& context, const Request& request) {
  if constexpr (requires { std::string(request.table_name); }) {
    return TargetOfTable(context, request.table_name);
  } else {
    return {};
  }
}

// Parts that those of statements share.
FaultElement ElementOfTable(const OpContext& context, const std::string& name_or_arn);
void SetKey(const ItemView& key, FaultElement* element);
void SetKey(const Value& partition_key, FaultElement* element);

}  // namespace stator::api
