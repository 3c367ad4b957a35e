// AssumeRole.
#include <algorithm>
#include <utility>

#include "server/auth/assumed_role.h"
#include "server/auth/identity_names.h"
#include "server/auth/sts_errors.h"

namespace stator::server {

namespace iam = api::iam;

namespace {

// The most that a session of a role may give another one (IAM User Guide, "Role chaining").
constexpr int64_t kMaxChainedSeconds = 3'600;

bool HasKey(const std::vector<std::string>& keys, std::string_view key) {
  const std::string folded = FoldCase(key);
  return std::any_of(keys.begin(), keys.end(),
                     [&](const std::string& one) { return FoldCase(one) == folded; });
}

// What the caller's own session, if he is in one, hands on: its transitive tags, and its source
// identity, which becomes that of the parameters.
Result<Tags> InheritFrom(const SessionFacts& session, AssumeParameters* parameters) {
  if (parameters->duration_seconds.value_or(0) > kMaxChainedSeconds) {
    return StsError(sts::kValidationError,
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles "
                    "assumed by role chaining.");
  }
  Tags inherited;
  for (const auto& [key, value] : session.tags) {
    if (!HasKey(session.transitive_tag_keys, key)) continue;
    for (const auto& [requested, unused] : parameters->tags) {
      if (FoldCase(requested) != FoldCase(key)) continue;
      return StsError(sts::kValidationError,
                      "One of the specified transitive tag keys can't be set because it conflicts "
                      "with a transitive tag key from the calling session.");
    }
    inherited.emplace_back(key, value);
  }
  if (session.source_identity.empty()) return inherited;
  if (parameters->source_identity && *parameters->source_identity != session.source_identity) {
    return StsError(sts::kAccessDenied,
                    "SourceIdentity cannot be changed: it was set by an earlier session of the "
                    "chain.");
  }
  parameters->source_identity = session.source_identity;
  return inherited;
}

// The same words whether there is the role or not, and whatever its trust policy says. Only what
// the caller's own policies deny is told; they are asked before the role is.
std::string DeniedText(const iam::AccessRequest& question, const iam::Decision& decision) {
  if (decision.explicit_deny && decision.kind != iam::PolicyKind::kTrust) {
    return iam::DeniedMessage(question, decision);
  }
  std::string text = "User: " + question.principal->arn + " is not authorized to perform: ";
  return text.append(question.action).append(" on resource: ").append(question.resource);
}

// role: null if there is none of that ARN, which nobody learns who may not assume it.
Status Authorize(const StsRequest& request, const AssumeParameters& parameters, const Role* role,
                 bool with_tags, int64_t now_seconds) {
  const iam::ConditionKeys keys = AssumeKeys(parameters);
  iam::AccessRequest question = TrustQuestion(request, parameters, role, keys, now_seconds);
  question.principal = request.caller.get();
  for (const std::string_view action : AssumeActions("sts:AssumeRole", parameters, with_tags)) {
    question.action = action;
    const iam::Decision decision = DecideTrust(request, question, {});
    if (role != nullptr && decision.allowed) continue;
    return StsError(sts::kAccessDenied, DeniedText(question, decision));
  }
  return OkStatus();
}

}  // namespace

Result<XmlFields> Sts::AssumeRole(const StsRequest& request, Form* form) const {
  STATOR_ASSIGN_OR_RETURN(AssumeParameters parameters, ReadAssumeRole(form));
  if (store_ == nullptr) {
    return StsError(sts::kInvalidAction, "AssumeRole needs a server with --auth=sigv4.");
  }
  if (request.caller->type == iam::PrincipalType::kAccount) {
    return StsError(sts::kAccessDenied, "Roles may not be assumed by root accounts.");
  }
  const auto identities = store_->identities();
  STATOR_ASSIGN_OR_RETURN(const auto role, FindRoleByArn(*identities, parameters.role_arn));
  Tags inherited;
  SessionFacts facts;
  facts.holder = {request.caller->account, request.caller->principal_arn};
  if (request.caller->type == iam::PrincipalType::kAssumedRole) {
    const auto session = store_->FindSession(request.access_key_id);
    // It ended after its signature was verified. What it would hand on is not known any more.
    if (session == nullptr) {
      return StsError(sts::kInvalidClientToken,
                      "The security token included in the request is invalid.");
    }
    facts.holder = session->holder;
    STATOR_ASSIGN_OR_RETURN(inherited, InheritFrom(*session, &parameters));
  }
  const bool with_tags = !parameters.tags.empty() || !inherited.empty();
  const int64_t now_seconds = clock_->WallSeconds();
  STATOR_RETURN_IF_ERROR(Authorize(request, parameters, role.get(), with_tags, now_seconds));
  for (auto& [key, value] : inherited) {
    parameters.transitive_tag_keys.push_back(key);
    parameters.tags.emplace_back(std::move(key), std::move(value));
  }
  return StartSession(store_, *identities, *role, parameters, std::move(facts), now_seconds);
}

}  // namespace stator::server
