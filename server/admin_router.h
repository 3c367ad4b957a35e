// The server's own routes, below /_stator/: what a test or an operator tells the server itself, as
// opposed to the DynamoDB API. Each route is a row; what a route works with is bound into its
// handler, so that this table knows nothing of it.
//
// They are for programs on this machine. A peer that is not on a loopback address is refused unless
// -admin-remote is given, and so is every request with an Origin, which comes from a web page:
// whatever pages somebody visits must not be able to move the clock of his server. Replies carry no
// CORS headers. With --auth=sigv4 each route is an action too, which the caller must be allowed.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "kv/base/status.h"
#include "server/http_reply.h"
#include "server/http_request.h"

namespace stator::server {

inline constexpr std::string_view kAdminPrefix = "/_stator/";
// The one route elsewhere: it is where a Prometheus looks.
inline constexpr std::string_view kMetricsPath = "/metrics";

class AdminRouter {
 public:
  struct Request {
    std::string_view query;  // what follows the '?' of the target
    std::string_view body;
  };
  // Called from any thread; may block.
  using Handler = std::function<HttpReply(const Request& request)>;

  // Decides whether the caller may do the action; otherwise the message says why not.
  using Permit = std::function<Status(std::string_view action)>;

  // Adds a route; before the server listens. `path` is a constant that begins with kAdminPrefix, or
  // kMetricsPath; `action` one that begins with "stator:", which policies allow on the resource
  // "*".
  void Add(HttpMethod method, std::string_view path, std::string_view action, Handler handler);

  // Answers a request for that path. may_administer: the peer is on this machine, or others may
  // too. permit: asked before a route is called; empty where nobody is asked who he is.
  HttpReply Answer(const HttpRequest& request, std::string_view path, bool may_administer,
                   const Permit& permit = {}) const;

  struct Route {
    HttpMethod method;
    std::string_view path;
    std::string_view action;
    Handler handler;
  };
  // For tests, which try every one.
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace stator::server
