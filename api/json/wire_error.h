// The JSON body of an error reply.
#pragma once

#include <string>

#include "kv/base/status.h"

namespace stator::api::json {

// {"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"…"}; the HTTP
// status that goes with it is ToWireError's (api/types/errors.h). A failed condition whose payload
// holds the old item's bytes has it as "Item". status must not be OK.
std::string ErrorBody(const Status& status);

}  // namespace stator::api::json
