#include "api/iam/policy_reader.h"

#include <algorithm>
#include <utility>

#include "api/iam/members.h"
#include "api/iam/quoted_text.h"
#include "api/iam/statement_reader.h"
#include "api/json/json.h"

namespace stator::api::iam {

namespace {

using json::Kind;
using json::Node;

// AWS counts up to 10,240 characters of a role's policies without blanks, and 20 KB of a table's
// policy. Here the text is bounded as it comes.
constexpr size_t kMaxPolicyBytes = 64 * 1024;

// The version if there is none is the old one, which knows no variables.
Result<bool> ReadVersion(const Node& root) {
  const auto version = root.Find("Version");
  if (!version) return false;
  if (version->is(Kind::kString)) {
    if (version->string() == "2012-10-17") return true;
    if (version->string() == "2008-10-17") return false;
  }
  return WrongAt("Version", "must be \"2012-10-17\" or \"2008-10-17\"");
}

Status CheckMember(std::string_view name, const Node& value) {
  if (name == "Version" || name == "Statement") return OkStatus();
  if (name != "Id") return WrongAt(MemberPlace("", name), "there is no such element");
  return value.is(Kind::kString) ? OkStatus() : WrongAt("Id", "must be a string");
}

Status CheckSidsDiffer(const std::vector<Statement>& statements) {
  std::vector<std::string_view> sids;
  for (const Statement& statement : statements) {
    if (!statement.sid.empty()) sids.push_back(statement.sid);
  }
  std::sort(sids.begin(), sids.end());
  const auto twice = std::adjacent_find(sids.begin(), sids.end());
  if (twice == sids.end()) return OkStatus();
  return WrongAt("Statement", "two have the Sid " + Quoted(*twice));
}

KeyMentions MentionsOf(const std::vector<Statement>& statements) {
  std::vector<std::string> keys;
  const auto add = [&](const KeyName& key) { keys.push_back(key.text); };
  for (const Statement& statement : statements) {
    for (const Condition& condition : statement.conditions) condition.VisitKeys(add);
    for (const TextPattern& resource : statement.resources) resource.VisitKeys(add);
  }
  return MentionsAmong(keys);
}

Status ReadStatements(const Node& node, PolicyUse use, bool variables,
                      std::vector<Statement>* out) {
  STATOR_RETURN_IF_ERROR(
      ForEachElement(node, "Statement", [&](const Node& each, const std::string& place) -> Status {
        auto statement = ReadStatement(each, place, use, variables);
        if (!statement.ok()) return statement.status();
        out->push_back(std::move(*statement));
        return OkStatus();
      }));
  if (out->empty()) return WrongAt("Statement", "is empty");
  return CheckSidsDiffer(*out);
}

}  // namespace

Result<std::unique_ptr<const CompiledPolicy>> ReadPolicy(std::string_view json, PolicyUse use,
                                                         std::string name) {
  if (json.size() > kMaxPolicyBytes) {
    return ValidationError("the policy is longer than " + std::to_string(kMaxPolicyBytes) +
                           " bytes");
  }
  json::Document document;
  const Result<Node> root = document.Parse(json);
  if (!root.ok()) return ValidationError("the policy is not valid JSON");
  if (!root->is(Kind::kObject)) return ValidationError("the policy is not a JSON object");
  STATOR_RETURN_IF_ERROR(ForEachMember(*root, "", CheckMember));
  STATOR_ASSIGN_OR_RETURN(const bool variables, ReadVersion(*root));
  const auto statements = root->Find("Statement");
  if (!statements) return ValidationError("the policy lacks Statement");
  auto policy = std::make_unique<CompiledPolicy>();
  policy->name = std::move(name);
  policy->use = use;
  STATOR_RETURN_IF_ERROR(ReadStatements(*statements, use, variables, &policy->statements));
  policy->mentions = MentionsOf(policy->statements);
  return std::unique_ptr<const CompiledPolicy>(std::move(policy));
}

}  // namespace stator::api::iam
