#pragma once

#include "api/ops/op_context.h"
#include "api/types/stream_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// Streams by table name, those of one table by age. Also disabled ones, and those of tables that
// are gone, for 24 hours.
Result<ListStreamsResponse> ListStreams(const OpContext& context,
                                        const ListStreamsRequest& request);

}  // namespace stator::api
