// Whether the caller may use one of the server's own routes.
#pragma once

#include <string_view>

#include "api/types/common.h"
#include "kv/base/clock.h"
#include "kv/base/status.h"

namespace stator::server {

// The action, "stator:MoveClock" for one, on the resource "*". kAccessDenied with AWS's words
// otherwise, and always when the context has no principal.
Status MayAdminister(const api::CallContext& context, std::string_view action, const Clock* clock);

}  // namespace stator::server
