// UpdateTimeToLive and DescribeTimeToLive.
#pragma once

#include "api/json/json.h"
#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// The structural check (api/validate) has passed.
Result<UpdateTimeToLiveRequest> DecodeUpdateTimeToLive(const json::Node& body);
Result<DescribeTimeToLiveRequest> DecodeDescribeTimeToLive(const json::Node& body);

void EncodeUpdateTimeToLive(const UpdateTimeToLiveResponse& reply, json::Writer* writer);
void EncodeDescribeTimeToLive(const DescribeTimeToLiveResponse& reply, json::Writer* writer);

}  // namespace stator::api
