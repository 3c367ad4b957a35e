// JSON kinds: whether a request's values are strings, lists and so on where its shape wants them.
#pragma once

#include "api/json/json.h"
#include "api/validate/model_table.h"
#include "kv/base/status.h"

namespace stator::api::validate {

// Whether the value alone, without what is in it, can become one of the shape. Not for null.
bool FitsKind(const Shape& shape, const json::Node& value);

// Walks the whole request in its own order, attribute values included. kSerialization, in AWS's
// words, for the first value of a wrong kind. Slow: only for requests known to be wrong.
Status FindWrongKind(const Shape& input, const json::Node& body);

}  // namespace stator::api::validate
