#include "server/fault_routes.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "api/types/admin_actions.h"
#include "server/http_errors.h"

namespace stator::server {
namespace {

namespace admin_actions = api::admin_actions;

using api::AdminCall;

HttpReply Answer(api::CallReply reply) {
  return {.status = reply.http_status, .content_type = kPlainJson, .body = std::move(reply.body)};
}

// "id=3" as a body. What is neither that nor nothing becomes one that is refused: a slip must not
// delete everything.
std::string BodyOfDelete(std::string_view query) {
  constexpr std::string_view kId = "id=";
  if (query.empty()) return "{}";
  const std::string_view id = query.starts_with(kId) ? query.substr(kId.size()) : "";
  const bool digits = !id.empty() && id.size() <= 18 &&
                      id.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits) return R"({"FaultId":"?"})";
  const size_t first = std::min(id.find_first_not_of('0'), id.size() - 1);
  return R"({"FaultId":)" + std::string(id.substr(first)) + "}";
}

}  // namespace

void AddFaultRoutes(api::Engine* engine, AdminRouter* router) {
  using Request = AdminRouter::Request;
  const auto with_body = [&](HttpMethod method, std::string_view path, std::string_view action,
                             AdminCall call) {
    router->Add(method, path, action, [engine, call](const Request& request) {
      return Answer(engine->Administer(call, request.body));
    });
  };
  const auto without_body = [&](HttpMethod method, std::string_view path, std::string_view action,
                                AdminCall call) {
    router->Add(method, path, action,
                [engine, call](const Request&) { return Answer(engine->Administer(call, "{}")); });
  };
  constexpr std::string_view kFaults = "/_stator/faults";
  with_body(HttpMethod::kPost, kFaults, admin_actions::kAddFault, AdminCall::kAddFault);
  without_body(HttpMethod::kGet, kFaults, admin_actions::kListFaults, AdminCall::kListFaults);
  router->Add(
      HttpMethod::kDelete, kFaults, admin_actions::kDeleteFaults, [engine](const Request& request) {
        return Answer(engine->Administer(AdminCall::kDeleteFaults, BodyOfDelete(request.query)));
      });
  constexpr std::string_view kLag = "/_stator/lag";
  with_body(HttpMethod::kPost, kLag, admin_actions::kSetLag, AdminCall::kSetLag);
  without_body(HttpMethod::kGet, kLag, admin_actions::kDescribeLag, AdminCall::kDescribeLag);
  without_body(HttpMethod::kDelete, kLag, admin_actions::kClearLag, AdminCall::kClearLag);
}

}  // namespace stator::server
