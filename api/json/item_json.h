// Items and values between DynamoDB JSON ({"S": "x"}) and their bytes, without a tree between.
#pragma once

#include "api/json/json.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/codec/value.h"

namespace stator::api::json {

// The readers check everything on the one pass that also writes the bytes; the structural check
// (api/validate) leaves attribute values to them. What they refuse, with AWS's texts:
//   kValidation: no type or several in one value, bad numbers, empty sets, equal elements in a set,
//   nesting over 32 levels;
//   kSerialization: JSON values of the wrong kind, bad base64. As in AWS one of these anywhere in
//   the value is reported before any of the former.
// They keep one builder a thread.

// {"name": {"S": "x"}, …} → item bytes. Empty attribute names are refused.
Result<Item> ReadItem(const Node& object);
// {"S": "x"} → value bytes.
Result<Value> ReadValue(const Node& object);

void WriteItem(const ItemView& item, Writer* writer);
void WriteValue(const ValueView& value, Writer* writer);

}  // namespace stator::api::json
