#include "api/ops/stream_settings.h"

#include "api/ops/table_errors.h"

namespace stator::api {

Status SetStreamAtCreation(const StreamSpec& stream, TableSchema* schema) {
  if (stream.enabled && !stream.view_type) {
    return InvalidParameter(
        "Table is being created with a stream enabled, UpdateViewType is required");
  }
  if (!stream.enabled && stream.view_type) {
    return InvalidParameter(
        "Table is being created with a stream disabled, UpdateViewType should not be specified");
  }
  schema->stream_view = stream.view_type.value_or(StreamViewType::kNone);
  return OkStatus();
}

Status ChangeStream(const StreamSpec& stream, TableSchema* schema) {
  if (stream.enabled && !stream.view_type) {
    return InvalidParameter("If stream is being enabled then UpdateViewType is required");
  }
  if (!stream.enabled && stream.view_type) {
    return InvalidParameter(
        "If stream is being disabled, then UpdateViewType must not be specified");
  }
  const bool has_stream = schema->stream_view != StreamViewType::kNone;
  if (stream.enabled && has_stream) {  // captured; also for another view
    return ValidationError("Table already has an enabled stream: TableName: " + schema->name);
  }
  if (!stream.enabled && !has_stream) {
    return ValidationError("Table has no stream to disable: TableName: " + schema->name);
  }
  schema->stream_view = stream.view_type.value_or(StreamViewType::kNone);
  return OkStatus();
}

}  // namespace stator::api
