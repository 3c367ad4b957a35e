#include "api/ops/unserved_settings.h"

#include <string>

#include "api/ops/table_errors.h"

namespace stator::api {
namespace {

Status RefuseStream() {
  return InvalidParameter("StreamSpecification: streams are not served by this version");
}

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

Status CheckStreamAtCreation(const StreamSpec& stream) {
  if (stream.enabled && !stream.view_type) {
    return InvalidParameter(
        "Table is being created with a stream enabled, UpdateViewType is required");
  }
  if (!stream.enabled && stream.view_type) {
    return InvalidParameter(
        "Table is being created with a stream disabled, UpdateViewType should not be specified");
  }
  return stream.enabled ? RefuseStream() : OkStatus();
}

Status CheckStreamChange(const StreamSpec& stream, const TableSchema& schema) {
  if (stream.enabled && !stream.view_type) {
    return InvalidParameter("If stream is being enabled then UpdateViewType is required");
  }
  if (!stream.enabled && stream.view_type) {
    return InvalidParameter(
        "If stream is being disabled, then UpdateViewType must not be specified");
  }
  if (stream.enabled) return RefuseStream();
  return ValidationError("Table has no stream to disable: TableName: " + schema.name);
}

Status CheckEncryptionAtCreation(const SseSpec& sse) { return CheckEncryptionMembers(sse); }

Status CheckEncryptionChange(const SseSpec& sse) {
  STATOR_RETURN_IF_ERROR(CheckEncryptionMembers(sse));
  return InvalidParameter("Table is already encrypted by default");
}

}  // namespace stator::api
