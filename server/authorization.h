// Who asks, read from the signature's scope. Signatures are not verified: the access key and region
// only choose the namespace of tables, as in DynamoDB Local. What AWS demands of the form of an
// authorization is demanded here too, so that a client that is not set up to sign notices.
#pragma once

#include <optional>

#include "api/types/common.h"
#include "server/http_reply.h"
#include "server/http_request.h"

namespace stator::server {

// Fills *context from the Authorization header, or from the X-Amz-* query parameters of a
// pre-signed request. Otherwise returns the error to reply with; it never repeats the header or the
// signature.
std::optional<HttpReply> ReadAuthorization(const HttpRequest& request, api::CallContext* context);

}  // namespace stator::server
