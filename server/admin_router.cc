#include "server/admin_router.h"

#include <utility>

#include "server/http_errors.h"
#include "server/text.h"

namespace stator::server {
namespace {

constexpr std::string_view kAccessDenied = "AccessDeniedException";

// HEAD is a GET without the body, which the session leaves out.
bool Takes(HttpMethod route, HttpMethod asked) {
  return route == asked || (route == HttpMethod::kGet && asked == HttpMethod::kHead);
}

HttpReply Refuse(int status, std::string_view type, std::string_view message) {
  HttpReply reply = ServiceError(status, type, message);
  reply.content_type = kPlainJson;
  return reply;
}

}  // namespace

void AdminRouter::Add(HttpMethod method, std::string_view path, std::string_view action,
                      Handler handler) {
  routes_.push_back({method, path, action, std::move(handler)});
}

HttpReply AdminRouter::Answer(const HttpRequest& request, std::string_view path,
                              bool may_administer, const Permit& permit) const {
  const auto answer = [&]() -> HttpReply {
    if (!may_administer) {
      return Refuse(403, kAccessDenied,
                    "Requests below /_stator/ and for /metrics are answered to programs on the "
                    "same machine only, "
                    "unless the server is started with -admin-remote.");
    }
    if (!request.origin.empty()) {
      return Refuse(403, kAccessDenied,
                    "Requests below /_stator/ and for /metrics are not answered to web pages.");
    }
    bool known = false;
    for (const Route& route : routes_) {
      if (route.path != path) continue;
      if (Takes(route.method, request.method)) {
        if (permit) {
          const Status permitted = permit(route.action);
          if (!permitted.ok()) return Refuse(403, kAccessDenied, permitted.message());
        }
        std::string_view query = request.target;
        CutAt('?', &query);
        return route.handler({query, request.body});
      }
      known = true;
    }
    if (known) {
      return Refuse(405, "UnknownOperationException", "This path does not take this method.");
    }
    return Refuse(404, "UnknownOperationException", "There is nothing at this path.");
  };
  HttpReply reply = answer();
  reply.cors = false;
  return reply;
}

}  // namespace stator::server
