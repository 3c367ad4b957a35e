// JSON kinds inside attribute values. ReadItem and ReadValue find a wrong kind on their own way,
// but AWS looks for one in the whole request before it judges any value, so whoever is about to
// report a kValidation error asks here first. Not needed where nothing is wrong.
#pragma once

#include "api/json/json.h"
#include "kv/base/status.h"

namespace stator::api::json {

// kSerialization for the first wrong JSON kind, or bad base64, in one attribute value ({"S": …}).
Status CheckValueKinds(const Node& value);
// Likewise in an object whose members are attribute values.
Status CheckValueMapKinds(const Node& map);

}  // namespace stator::api::json
