// ExpressionAttributeNames and ExpressionAttributeValues of a request.
#pragma once

#include <optional>

#include "api/json/json.h"
#include "api/types/common.h"
#include "kv/base/status.h"

namespace stator::api {

Result<ExpressionAttributes> ReadExpressionAttributes(const json::Node& body);
std::optional<ExpressionNames> ReadExpressionNames(const json::Node& body);

}  // namespace stator::api
