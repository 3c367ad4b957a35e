// SSESpecification: what a table may say of its encryption at rest. AWS's own rules come first, in
// AWS's words. Then the truth: there is no KMS here, but the data folder may be encrypted with a
// key of its owner's (docs/encryption.md, "SSESpecification").
#pragma once

#include "api/types/table_ops.h"
#include "kv/base/status.h"
#include "kv/model/table_schema.h"

namespace stator::api {

// `encrypted`: whether the data folder is. Sets sse_kms; kValidation for what cannot be had.
Status SetEncryptionAtCreation(const SseSpec& sse, bool encrypted, TableSchema* schema);
Status ChangeEncryption(const SseSpec& sse, bool encrypted, TableSchema* schema);

}  // namespace stator::api
