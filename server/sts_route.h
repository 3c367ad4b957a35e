// Requests for the Security Token Service, which shares the port: by what they are known, and who
// sends them.
#pragma once

#include "api/types/common.h"
#include "server/auth/authenticator.h"
#include "server/auth/sts.h"
#include "server/http_reply.h"
#include "server/http_request.h"

namespace stator::server {

// A POST of a form, or a GET with a query, that names an Action; the path is "/". Other forms are
// nobody's.
bool IsForSts(const HttpRequest& request);

// With an authenticator the request must be signed for the service sts, unless it brings a web
// identity token. Without one (--auth=off) its access key names the account, whose root user asks.
// context: the surroundings of the request.
HttpReply AnswerForSts(const HttpRequest& request, const Sts& sts,
                       const Authenticator* authenticator, const api::CallContext& context);

}  // namespace stator::server
