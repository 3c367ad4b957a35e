// The parameters from before expressions existed.
#pragma once

#include <optional>
#include <string_view>

#include "api/json/json.h"
#include "api/types/common.h"
#include "kv/base/status.h"

namespace stator::api {

// KeyConditions, QueryFilter or ScanFilter: `name` says which.
Result<std::optional<LegacyConditions>> ReadLegacyConditions(const json::Node& body,
                                                             std::string_view name);
Result<std::optional<ExpectedConditions>> ReadExpected(const json::Node& body);
Result<std::optional<AttributeUpdates>> ReadAttributeUpdates(const json::Node& body);

}  // namespace stator::api
