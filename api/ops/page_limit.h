// The Limit member of operations that answer in pages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "kv/base/status.h"

namespace stator::api {

// The largest page when none was asked for; kValidation, in the form of the structural check,
// outside 1 … largest.
Result<size_t> PageLimit(std::optional<int64_t> limit, int64_t largest);

}  // namespace stator::api
