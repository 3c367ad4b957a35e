// Settings of a table that this version refuses instead of pretending: encryption with a KMS key.
// AWS's own rules come first, in AWS's words. Serving one means replacing the refusal here.
#pragma once

#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// OK only when the setting asks for nothing but the default encryption.
Status CheckEncryptionAtCreation(const SseSpec& sse);
Status CheckEncryptionChange(const SseSpec& sse);

}  // namespace stator::api
