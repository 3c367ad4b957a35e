// ExecuteStatement, BatchExecuteStatement and ExecuteTransaction from and to JSON.
#pragma once

#include "api/json/json.h"
#include "api/types/partiql_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<ExecuteStatementRequest> DecodeExecuteStatement(const json::Node& body);
void EncodeExecuteStatement(const ExecuteStatementResponse& reply, json::Writer* writer);
Result<BatchExecuteStatementRequest> DecodeBatchExecuteStatement(const json::Node& body);
void EncodeBatchExecuteStatement(const BatchExecuteStatementResponse& reply, json::Writer* writer);
Result<ExecuteTransactionRequest> DecodeExecuteTransaction(const json::Node& body);
void EncodeExecuteTransaction(const ExecuteTransactionResponse& reply, json::Writer* writer);

}  // namespace stator::api
