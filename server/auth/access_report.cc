#include "server/auth/access_report.h"

#include <string_view>

#include "server/log.h"

namespace stator::server {
namespace {

using api::iam::Decision;
using api::iam::DecisionEvent;
using api::iam::PolicyKind;

// Headers are limited, and an ARN is not much longer than a table's name.
constexpr size_t kValueBytes = 1024;

std::string_view NameOf(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::kIdentity: return "identity";
    case PolicyKind::kBoundary: return "boundary";
    case PolicyKind::kSession: return "session";
    case PolicyKind::kResource: return "resource";
    case PolicyKind::kTrust: return "trust";
    case PolicyKind::kNone: break;
  }
  return "none";
}

std::string_view NameOf(const Decision& decision) {
  if (decision.allowed) return "allow";
  if (decision.too_much_work) return "too-much-work";
  return decision.explicit_deny ? "explicit-deny" : "implicit-deny";
}

// A JSON string of visible ASCII; any other byte becomes a question mark.
void AppendString(std::string_view value, std::string* json) {
  json->push_back('"');
  for (const char c : value.substr(0, kValueBytes)) {
    if (c == '"' || c == '\\') json->push_back('\\');
    json->push_back(c >= ' ' && c <= '~' ? c : '?');
  }
  json->push_back('"');
}

void AppendMember(std::string_view name, std::string_view value, std::string* json) {
  json->append(json->empty() ? "{\"" : ",\"").append(name).append("\":");
  AppendString(value, json);
}

}  // namespace

void LogDecision(const DecisionEvent& event, const Clock* clock) {
  LogLine line(clock, LogLevel::kInfo, "access");
  line.Add("principal", event.principal_arn)
      .Add("action", event.action)
      .Add("resource", event.resource)
      .Add("decision", NameOf(event.decision))
      .Add("policy_kind", NameOf(event.decision.kind));
  if (!event.decision.policy.empty()) line.Add("policy", event.decision.policy);
  if (event.decision.statement >= 0) line.Add("statement", int64_t{event.decision.statement});
  if (!event.decision.sid.empty()) line.Add("sid", event.decision.sid);
}

std::string ExplainDecision(const DecisionEvent& event) {
  std::string json;
  AppendMember("principal", event.principal_arn, &json);
  AppendMember("action", event.action, &json);
  AppendMember("resource", event.resource, &json);
  AppendMember("decision", NameOf(event.decision), &json);
  AppendMember("policyKind", NameOf(event.decision.kind), &json);
  if (!event.decision.policy.empty()) AppendMember("policy", event.decision.policy, &json);
  if (event.decision.statement >= 0) {
    json.append(",\"statement\":").append(std::to_string(event.decision.statement));
  }
  if (!event.decision.sid.empty()) AppendMember("sid", event.decision.sid, &json);
  json.push_back('}');
  return json;
}

}  // namespace stator::server
