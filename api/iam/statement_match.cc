#include "api/iam/statement_match.h"

#include <algorithm>

#include "api/iam/ascii_case.h"

namespace stator::api::iam {

namespace {

bool AnyMatches(const std::vector<TextPattern>& patterns, std::string_view text,
                const RequestKeys& keys) {
  for (const TextPattern& pattern : patterns) {
    if (pattern.Matches(text, keys)) return true;
  }
  return false;
}

}  // namespace

Question::Question(const AccessRequest& request, std::string_view federated)
    : request_(request), federated_(federated), keys_(request, federated) {
  if (request.action.size() <= short_action_.size()) {
    std::transform(request.action.begin(), request.action.end(), short_action_.begin(),
                   [](char c) { return LowerCase(c); });
    action_ = {short_action_.data(), request.action.size()};
  } else {
    long_action_ = LowerCase(request.action);
    action_ = long_action_;
  }
}

bool IsAbout(const Statement& statement, const Question& question) {
  const RequestKeys& keys = question.keys();
  if (keys.work().exhausted()) return false;  // what is asked no longer counts (Evaluate)
  if (AnyMatches(statement.actions, question.action(), keys) == statement.all_but_actions) {
    return false;
  }
  // Trust policies have no resources: the role is what they belong to.
  if (!statement.resources.empty() &&
      AnyMatches(statement.resources, question.resource(), keys) == statement.all_but_resources) {
    return false;
  }
  return std::all_of(
      statement.conditions.begin(), statement.conditions.end(),
      [&](const Condition& condition) { return condition.Holds(keys, !statement.allow); });
}

Naming NamingOf(const Statement& statement, const Asker& asker) {
  if (!statement.all_but_principals) return NamingOf(statement.principals, asker);
  return IsExempt(statement.principals, asker) ? Naming::kNot : Naming::kItself;
}

}  // namespace stator::api::iam
