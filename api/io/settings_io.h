// StreamSpecification and SSESpecification in JSON.
#pragma once

#include <optional>
#include <string_view>

#include "api/json/json.h"
#include "api/types/table_ops.h"

namespace stator::api {

std::string_view StreamViewText(StreamViewType view);
std::optional<StreamSpec> StreamSpecificationMember(const json::Node& object);
std::optional<SseSpec> SseSpecificationMember(const json::Node& object);

}  // namespace stator::api
