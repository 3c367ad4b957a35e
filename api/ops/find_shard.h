// The shard that a request names.
#pragma once

#include <string_view>

#include "api/ops/op_context.h"
#include "kv/base/status.h"
#include "streams/stream_records.h"

namespace stator::api {

// kValidation for what is no shard id, kNotFound "Requested resource not found: Shard does not
// exist" for one of no shard that can be read.
Result<ShardInfo> FindShard(const OpContext& context, const StreamInfo& stream,
                            std::string_view shard_id);

Status InvalidShardId();

}  // namespace stator::api
