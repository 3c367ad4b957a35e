// TransactWriteItems and TransactGetItems from and to JSON.
#pragma once

#include "api/json/json.h"
#include "api/types/transact_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<TransactWriteItemsRequest> DecodeTransactWriteItems(const json::Node& body);
void EncodeTransactWriteItems(const TransactWriteItemsResponse& reply, json::Writer* writer);
Result<TransactGetItemsRequest> DecodeTransactGetItems(const json::Node& body);
void EncodeTransactGetItems(const TransactGetItemsResponse& reply, json::Writer* writer);

}  // namespace stator::api
