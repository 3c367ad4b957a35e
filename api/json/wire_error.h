// The JSON body of an error reply.
#pragma once

#include <string>
#include <string_view>

#include "kv/base/status.h"

namespace stator::api::json {

// {"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"…"}; the HTTP
// status that goes with it is ToWireError's (api/types/errors.h). A failed condition whose payload
// holds the old item's bytes has it as "Item". status must not be OK.
// table_arns: what the ARNs of the caller's tables begin with ("arn:aws:dynamodb:…:table/"), for
// the resources of throttling reasons.
std::string ErrorBody(const Status& status, std::string_view table_arns);

}  // namespace stator::api::json
