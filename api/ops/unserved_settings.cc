#include "api/ops/unserved_settings.h"

#include <string>

#include "api/ops/table_errors.h"

namespace stator::api {
namespace {

Status CheckEncryptionMembers(const SseSpec& sse) {
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
  // SSEType KMS without Enabled turns the encryption on as well.
  if (sse.enabled.value_or(false) || sse.type) {
    return InvalidParameter(
        "SSESpecification: encryption with a KMS key is not served by this version");
  }
  return OkStatus();
}

}  // namespace

Status CheckEncryptionAtCreation(const SseSpec& sse) { return CheckEncryptionMembers(sse); }

Status CheckEncryptionChange(const SseSpec& sse) {
  STATOR_RETURN_IF_ERROR(CheckEncryptionMembers(sse));
  return InvalidParameter("Table is already encrypted by default");
}

}  // namespace stator::api
