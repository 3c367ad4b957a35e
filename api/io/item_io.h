// JSON forms of the operations on single items.
#pragma once

#include "api/json/json.h"
#include "api/types/item_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<GetItemRequest> DecodeGetItem(const json::Node& body);
void EncodeGetItem(const GetItemResponse& reply, json::Writer* writer);

Result<PutItemRequest> DecodePutItem(const json::Node& body);
Result<UpdateItemRequest> DecodeUpdateItem(const json::Node& body);
Result<DeleteItemRequest> DecodeDeleteItem(const json::Node& body);
// The reply of all three.
void EncodeWriteItem(const WriteItemResponse& reply, json::Writer* writer);

}  // namespace stator::api
