#pragma once

#include "api/json/json.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<DescribeEndpointsRequest> DecodeDescribeEndpoints(const json::Node& body);
void EncodeDescribeEndpoints(const DescribeEndpointsResponse& reply, json::Writer* writer);

}  // namespace stator::api
