// Items and values between DynamoDB JSON ({"S": "x"}) and their bytes, without a tree between.
#pragma once

#include "api/json/json.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/codec/value.h"

namespace stator::api::json {

// Precondition for the readers: the structural check (api/validate) has passed, so JSON kinds are
// right. What they refuse, with AWS's texts (kValidation): no type or several in one value, bad
// numbers, empty and duplicate set elements, nesting over 32 levels, bad base64 (kSerialization).

// {"name": {"S": "x"}, …} → item bytes. Empty attribute names are refused.
Result<Item> ReadItem(const Node& object);
// {"S": "x"} → value bytes.
Result<Value> ReadValue(const Node& object);

void WriteItem(const ItemView& item, Writer* writer);
void WriteValue(const ValueView& value, Writer* writer);

}  // namespace stator::api::json
