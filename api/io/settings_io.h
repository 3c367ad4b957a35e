// StreamSpecification and SSESpecification in JSON.
#pragma once

#include <optional>

#include "api/json/json.h"
#include "api/types/table_ops.h"

namespace stator::api {

std::optional<StreamSpec> StreamSpecificationMember(const json::Node& object);
std::optional<SseSpec> SseSpecificationMember(const json::Node& object);

}  // namespace stator::api
