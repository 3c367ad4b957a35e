#include "server/partition_routes.h"

#include <string>
#include <string_view>
#include <utility>

#include "api/types/admin_actions.h"
#include "server/http_errors.h"
#include "server/text.h"

namespace stator::server {
namespace {

namespace admin_actions = api::admin_actions;

HttpReply Answer(api::CallReply reply) {
  return {.status = reply.http_status, .content_type = kPlainJson, .body = std::move(reply.body)};
}

// The value of `name` in "a=1&b=2"; none of those that are asked for here needs escaping.
std::string_view QueryValue(std::string_view query, std::string_view name) {
  std::string_view found;
  ForEachElement(query, '&', [&](std::string_view pair) {
    if (CutAt('=', &pair) == name) found = pair;
  });
  return found;
}

// A name may hold letters, digits and "_.-" only, so what would need escaping is no name.
bool IsPlain(std::string_view name) {
  return name.find_first_of("\"\\%") == std::string_view::npos;
}

HttpReply Partitions(api::Engine* engine, std::string_view query) {
  const std::string_view table = QueryValue(query, "table");
  const std::string name(IsPlain(table) ? table : "");
  return Answer(
      engine->Administer(api::AdminCall::kDescribePartitions, "{\"TableName\":\"" + name + "\"}"));
}

HttpReply Insights(api::Engine* engine, std::string_view query) {
  const std::string_view table = QueryValue(query, "table");
  const std::string_view index = QueryValue(query, "index");
  std::string body = "{\"TableName\":\"" + std::string(IsPlain(table) ? table : "") + "\"";
  if (!index.empty()) {
    body += ",\"IndexName\":\"" + std::string(IsPlain(index) ? index : "") + "\"";
  }
  return Answer(engine->Administer(api::AdminCall::kDescribeInsights, body + "}"));
}

}  // namespace

void AddPartitionRoutes(api::Engine* engine, AdminRouter* router) {
  using Request = AdminRouter::Request;
  router->Add(HttpMethod::kPost, "/_stator/split", admin_actions::kSplitPartition,
              [engine](const Request& request) {
                return Answer(engine->Administer(api::AdminCall::kSplitPartition, request.body));
              });
  router->Add(HttpMethod::kPost, "/_stator/capacity", admin_actions::kSetCapacityMode,
              [engine](const Request& request) {
                return Answer(engine->Administer(api::AdminCall::kSetCapacityMode, request.body));
              });
  router->Add(HttpMethod::kGet, "/_stator/partitions", admin_actions::kDescribePartitions,
              [engine](const Request& request) { return Partitions(engine, request.query); });
  router->Add(HttpMethod::kGet, "/_stator/insights", admin_actions::kDescribeInsights,
              [engine](const Request& request) { return Insights(engine, request.query); });
}

}  // namespace stator::server
