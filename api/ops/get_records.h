#pragma once

#include <string_view>

#include "api/ops/op_context.h"
#include "api/types/stream_ops.h"
#include "kv/base/status.h"
#include "streams/stream_reader.h"

namespace stator::api {

Result<GetRecordsResponse> GetRecords(const OpContext& context, const GetRecordsRequest& request);

// A change as clients see it.
StreamRecord ToStreamRecord(const StreamInfo& stream, std::string_view region, StreamChange change);

}  // namespace stator::api
