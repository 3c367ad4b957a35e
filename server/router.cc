#include "server/router.h"

#include <algorithm>
#include <utility>

#include "server/admin_router.h"
#include "server/auth/signature.h"
#include "server/authorization.h"
#include "server/http_errors.h"
#include "server/sts_route.h"
#include "server/text.h"

namespace stator::server {
namespace {

constexpr std::string_view kTablePrefix = "DynamoDB_20120810.";
constexpr std::string_view kStreamsPrefix = "DynamoDBStreams_20120810.";

Routed Answer(HttpReply reply) { return {.reply = std::move(reply)}; }

// The constant for the request's kind of JSON; empty for any other content type. AWS leaves
// requests of other types, a web form's among them, to nobody: 404.
std::string_view JsonType(std::string_view content_type) {
  const std::string_view type = TrimSpace(CutAt(';', &content_type));
  for (const std::string_view known : {kAmzJson10, kAmzJson11, kPlainJson}) {
    if (EqualsIgnoringCase(type, known)) return known;
  }
  return {};
}

// Empty for what is no operation of its service: the two share an endpoint here, but AWS's endpoint
// of the one does not know the operations of the other.
std::string_view OperationOf(std::string_view amz_target, const RequestHandler& handler) {
  for (const auto& [prefix, service] : {std::pair{kTablePrefix, api::OpService::kTables},
                                        std::pair{kStreamsPrefix, api::OpService::kStreams}}) {
    if (!amz_target.starts_with(prefix)) continue;
    const std::string_view operation = amz_target.substr(prefix.size());
    return handler.Knows(service, operation) ? operation : std::string_view();
  }
  return {};
}

Routed RoutePost(const HttpRequest& request, const RequestHandler& handler,
                 const Authenticator* authenticator, api::CallContext* context) {
  const std::string_view json_type = request.body.empty() && request.content_type.empty()
                                         ? kPlainJson
                                         : JsonType(request.content_type);
  if (json_type.empty()) return Answer(NotTheProtocol());
  Routed routed{.operation = OperationOf(request.amz_target, handler),
                .reply_content_type = json_type};
  if (routed.operation.empty()) {
    routed.reply = UnknownOperation();
    routed.reply.content_type = json_type;
  } else if (auto error = ReadAuthorization(request, authenticator, context)) {
    routed.reply = std::move(*error);
    routed.reply.content_type = json_type;
  } else {
    routed.to_handler = true;
  }
  return routed;
}

Routed RouteAdmin(const HttpRequest& request, std::string_view path,
                  const Authenticator* authenticator, api::CallContext* context) {
  if (authenticator != nullptr) {
    if (auto error = ReadAuthorization(request, authenticator, context)) {
      error->content_type = kPlainJson;
      error->cors = false;
      return Answer(std::move(*error));
    }
  }
  return {.to_admin = true, .operation = path};
}

Routed RouteOptions(const HttpRequest& request) {
  // As in DynamoDB Local, OPTIONS means a pre-flight or nothing.
  if (request.origin.empty() || request.preflight_method.empty()) {
    return Answer(LocalMissingAuthenticationToken());
  }
  return Answer({.preflight = true});
}

}  // namespace

Routed RouteRequest(const HttpRequest& request, const RequestHandler& handler,
                    api::CallContext* context, const Authenticator* authenticator, const Sts* sts) {
  if (!request.has_host && !request.http_1_0) {  // RFC 9112, 3.2
    return Answer(MalformedHttpRequest(400, "A Host header is required."));
  }
  const std::string_view path = PathOf(request.target);
  if (path.starts_with(kAdminPrefix) || path == kMetricsPath) {
    return RouteAdmin(request, path, authenticator, context);
  }
  if (request.method == HttpMethod::kOptions) return RouteOptions(request);
  const bool reads = request.method == HttpMethod::kGet || request.method == HttpMethod::kHead;
  if (reads && path == "/healthz") return Answer({.content_type = "text/plain", .body = "ok"});
  if (path != "/") return Answer(NotTheProtocol());
  if (sts != nullptr && IsForSts(request)) {
    return Answer(AnswerForSts(request, *sts, authenticator, *context));
  }
  if (reads) return Answer(LocalMissingAuthenticationToken());
  if (request.method == HttpMethod::kPost) {
    context->endpoint_host = request.host;
    return RoutePost(request, handler, authenticator, context);
  }
  Routed refused = Answer(NotTheProtocol());
  refused.reply.status = 405;
  return refused;
}

}  // namespace stator::server
