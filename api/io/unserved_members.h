// Members of a request that this version does not serve. They are refused, never dropped: a client
// that asks for a vector index must not believe that it has one. To serve a member, take its name
// out of the operation's list and give it a field.
#pragma once

#include <span>
#include <string_view>

#include "api/json/json.h"
#include "kv/base/status.h"

namespace stator::api {

// kValidation, naming the first of `names` that the body has.
Status RefuseUnserved(const json::Node& body, std::span<const std::string_view> names);

}  // namespace stator::api
