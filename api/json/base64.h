// Base64 (RFC 4648, standard alphabet, padded), as AWS's JSON protocol carries blobs.
#pragma once

#include <string>
#include <string_view>

#include "kv/base/status.h"

namespace stator::api::json {

void AppendBase64(std::string_view bytes, std::string* out);

// Appends the decoded bytes. Strict: padding is required and unused bits must be zero. Errors are
// kSerialization with AWS's texts; *out then holds what was decoded so far.
Status AppendBase64Decoded(std::string_view text, std::string* out);

}  // namespace stator::api::json
