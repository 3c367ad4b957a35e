// JSON forms of BatchGetItem and BatchWriteItem.
#pragma once

#include "api/json/json.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<BatchGetItemRequest> DecodeBatchGetItem(const json::Node& body);
void EncodeBatchGetItem(const BatchGetItemResponse& reply, json::Writer* writer);

Result<BatchWriteItemRequest> DecodeBatchWriteItem(const json::Node& body);
void EncodeBatchWriteItem(const BatchWriteItemResponse& reply, json::Writer* writer);

}  // namespace stator::api
