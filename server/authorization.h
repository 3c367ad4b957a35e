// Who asks.
//
// With --auth=off signatures are not verified: the access key and region of the signature's scope
// only choose the namespace of tables, as in DynamoDB Local. What AWS demands of the form of an
// authorization is demanded here too, so that a client that is not set up to sign notices.
#pragma once

#include <optional>

#include "api/types/common.h"
#include "server/auth/authenticator.h"
#include "server/http_reply.h"
#include "server/http_request.h"

namespace stator::server {

// Fills *context from the Authorization header, or from the X-Amz-* query parameters of a
// pre-signed request. With an authenticator the signature is verified, and *context names the
// principal. Otherwise returns the error to reply with; it never repeats the header or the
// signature.
std::optional<HttpReply> ReadAuthorization(const HttpRequest& request,
                                           const Authenticator* authenticator,
                                           api::CallContext* context);

}  // namespace stator::server
