#include "api/ops/table_encryption.h"

#include <string>

#include "api/ops/table_errors.h"

namespace stator::api {
namespace {

// SSEType KMS without Enabled turns the encryption on as well.
bool AsksForKey(const SseSpec& sse) { return sse.enabled.value_or(false) || sse.type.has_value(); }

Status CheckMembers(const SseSpec& sse) {
  const bool disabled = sse.enabled.has_value() && !*sse.enabled;
  if (disabled && sse.type) {
    return InvalidParameter("SSEType can not be specified if Enabled is false");
  }
  if (disabled && sse.kms_key_id) {
    return InvalidParameter("KMSMasterKeyId can not be specified if Enabled is false");
  }
  if (sse.type && *sse.type != "KMS") {
    return InvalidParameter("SSEType " + *sse.type + " is not supported");
  }
  if (sse.kms_key_id && !sse.type) {
    return InvalidParameter("SSEType KMS is required if KMSMasterKeyId is specified");
  }
  return OkStatus();
}

Status CheckServed(const SseSpec& sse, bool encrypted) {
  if (!AsksForKey(sse)) return OkStatus();
  if (!encrypted) {
    return InvalidParameter(
        "SSESpecification: the data of this server is not encrypted; it is when the server is "
        "started with --encryption-key-file");
  }
  if (sse.kms_key_id) {
    return InvalidParameter(
        "SSESpecification: KMSMasterKeyId is not served; all tables are encrypted with the key "
        "that the server was started with");
  }
  return OkStatus();
}

}  // namespace

Status SetEncryptionAtCreation(const SseSpec& sse, bool encrypted, TableSchema* schema) {
  STATOR_RETURN_IF_ERROR(CheckMembers(sse));
  STATOR_RETURN_IF_ERROR(CheckServed(sse, encrypted));
  schema->sse_kms = AsksForKey(sse);
  return OkStatus();
}

Status ChangeEncryption(const SseSpec& sse, bool encrypted, TableSchema* schema) {
  STATOR_RETURN_IF_ERROR(CheckMembers(sse));
  STATOR_RETURN_IF_ERROR(CheckServed(sse, encrypted));
  const bool asked = AsksForKey(sse);
  if (!asked && !schema->sse_kms) return InvalidParameter("Table is already encrypted by default");
  if (asked && schema->sse_kms) {
    return InvalidParameter("Table is already encrypted with given KMSMasterKeyId");
  }
  schema->sse_kms = asked;
  return OkStatus();
}

}  // namespace stator::api
