#pragma once

#include <memory>

#include "api/ops/op_context.h"
#include "api/types/admin_ops.h"
#include "kv/base/status.h"
#include "streams/stream_subscription.h"

namespace stator::api {

// See Engine::Subscribe.
Result<std::unique_ptr<StreamSubscription>> Subscribe(const OpContext& context,
                                                      const SubscribeRequest& request,
                                                      StreamCallback callback);

}  // namespace stator::api
