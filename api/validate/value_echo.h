// A value of the request as AWS repeats it in an error: the way Java prints the object.
#pragma once

#include <string>

#include "api/json/json.h"
#include "api/validate/model_table.h"

namespace stator::api::validate {

// "abc", "0", "[a, b]", "{key=value}", "[KeySchemaElement(attributeName=pk, keyType=HASH)]". Of a
// very large value only the first 64 KB are spelled out; its brackets are still closed.
std::string Echo(const Shape& shape, const json::Node& value);

}  // namespace stator::api::validate
