// Decides what becomes of a request: a call of the handler or of one of the server's own routes, or
// a reply that the server gives at once.
#pragma once

#include <string_view>

#include "api/types/common.h"
#include "server/auth/authenticator.h"
#include "server/auth/sts.h"
#include "server/http_reply.h"
#include "server/http_request.h"
#include "server/request_handler.h"

namespace stator::server {

struct Routed {
  bool to_handler = false;
  bool to_admin = false;            // for AdminRouter, operation being the path
  std::string_view operation = {};  // for the handler: a view into request.amz_target
  std::string_view reply_content_type =
      {};                // for the handler's reply: the request's own kind of JSON
  HttpReply reply = {};  // when it is not for the handler
};

// Fills *context when the request is for the handler, and with an authenticator also when it is for
// AdminRouter: then neither gets one whose signature is not right. Null: signatures are not
// verified. sts: answers what is for it at once; null: nobody does.
Routed RouteRequest(const HttpRequest& request, const RequestHandler& handler,
                    api::CallContext* context, const Authenticator* authenticator = nullptr,
                    const Sts* sts = nullptr);

}  // namespace stator::server
