#pragma once

#include "api/json/json.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<DescribeLimitsRequest> DecodeDescribeLimits(const json::Node& body);
void EncodeDescribeLimits(const DescribeLimitsResponse& reply, json::Writer* writer);

}  // namespace stator::api
