// Settings of a table that this version refuses instead of pretending: streams, and encryption with
// a KMS key. AWS's own rules for them come first, in AWS's words. Serving one means replacing the
// refusal here.
#pragma once

#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// OK only when the setting asks for nothing: no stream, the default encryption.
Status CheckStreamAtCreation(const StreamSpec& stream);
Status CheckStreamChange(const StreamSpec& stream, const TableSchema& schema);
Status CheckEncryptionAtCreation(const SseSpec& sse);
Status CheckEncryptionChange(const SseSpec& sse);

}  // namespace stator::api
