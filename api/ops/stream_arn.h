// The ARN of a stream, "<table ARN>/stream/<label>", and the stream that it names.
#pragma once

#include <string>
#include <string_view>

#include "api/ops/op_context.h"
#include "kv/base/status.h"
#include "streams/stream_records.h"

namespace stator::api {

std::string StreamArn(const OpContext& context, const StreamInfo& stream);

struct StreamName {
  TableReference table;
  std::string label;
};
std::string StreamArn(const OpContext& context, const StreamName& stream);

// kValidation for what is no such ARN, kNotFound for one of another region or of an account whose
// resources the caller cannot mean.
Result<StreamName> ParseStreamArn(const OpContext& context, std::string_view arn);

// kNotFound "Requested resource not found: Stream: <arn> not found".
Result<StreamInfo> FindStream(const OpContext& context, std::string_view arn);

}  // namespace stator::api
