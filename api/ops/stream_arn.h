// The ARN of a stream, "<table ARN>/stream/<label>", and the stream that it names.
#pragma once

#include <string>
#include <string_view>

#include "api/ops/op_context.h"
#include "kv/base/status.h"
#include "streams/stream_records.h"

namespace stator::api {

std::string StreamArn(const OpContext& context, std::string_view table_name,
                      std::string_view label);
inline std::string StreamArn(const OpContext& context, const StreamInfo& stream) {
  return StreamArn(context, stream.table_name, stream.label);
}

struct StreamName {
  std::string table_name;
  std::string label;
};
// kValidation for what is no such ARN, kNotFound for one of another account or region.
Result<StreamName> ParseStreamArn(const OpContext& context, std::string_view arn);

// kNotFound "Requested resource not found: Stream: <arn> not found".
Result<StreamInfo> FindStream(const OpContext& context, std::string_view arn);

}  // namespace stator::api
