#include "api/iam/evaluate.h"

#include "api/iam/compiled_policy.h"
#include "api/iam/statement_match.h"

namespace stator::api::iam {

namespace {

Decision ImplicitDeny(PolicyKind kind) { return {.kind = kind}; }

Decision DecisionOf(const Policy& policy, PolicyKind kind, size_t statement) {
  const Statement& deciding = policy.compiled().statements[statement];
  return {.allowed = deciding.allow,
          .explicit_deny = !deciding.allow,
          .kind = kind,
          .policy = policy.name(),
          .statement = static_cast<int>(statement),
          .sid = deciding.sid};
}

// What the policies of one kind say together.
struct Opinion {
  bool denies = false;
  bool allows = false;
  Decision decision{};  // the statement's that denies, or the first that allows

  // Hears one policy more. True: it denies, and nothing else counts.
  bool Hear(const Policy& policy, PolicyKind kind, const Question& question) {
    const auto& statements = policy.compiled().statements;
    for (size_t i = 0; i < statements.size(); ++i) {
      if (statements[i].allow && allows) continue;
      if (!IsAbout(statements[i], question)) continue;
      decision = DecisionOf(policy, kind, i);
      denies = !statements[i].allow;
      if (denies) return true;
      allows = true;
    }
    return false;
  }
};

// What the policy of the resource says of who asks.
struct ResourceOpinion {
  bool denies = false;
  Naming allowed_as = Naming::kNot;  // the most direct of its allowing statements
  Decision decision{};

  bool Hear(const Policy& policy, PolicyKind kind, const Question& question) {
    const auto& statements = policy.compiled().statements;
    for (size_t i = 0; i < statements.size(); ++i) {
      const Naming naming = NamingOf(statements[i], question.asker());
      if (naming == Naming::kNot || (statements[i].allow && naming <= allowed_as)) continue;
      if (!IsAbout(statements[i], question)) continue;
      decision = DecisionOf(policy, kind, i);
      denies = !statements[i].allow;
      if (denies) return true;
      allowed_as = naming;
    }
    return false;
  }
};

// What the principal's own policies say.
struct OwnOpinion {
  bool denies = false;
  Opinion identity{};
  bool boundary_allows = true;
  bool session_allows = true;
  Decision decision{};  // where it denies

  bool Hear(const Principal& principal, const Question& question) {
    for (const auto& policy : principal.identity_policies) {
      if (identity.Hear(*policy, PolicyKind::kIdentity, question)) return Deny(identity);
    }
    if (principal.boundary != nullptr) {
      Opinion boundary;
      if (boundary.Hear(*principal.boundary, PolicyKind::kBoundary, question)) {
        return Deny(boundary);
      }
      boundary_allows = boundary.allows;
    }
    // The inline and the managed session policies are one set, as identity policies are.
    Opinion session;
    for (const auto& policy : principal.session_policies) {
      if (session.Hear(*policy, PolicyKind::kSession, question)) return Deny(session);
    }
    session_allows = principal.session_policies.empty() || session.allows;
    // The root user has no policies of his own, and needs none.
    if (principal.type == PrincipalType::kAccount && !identity.allows) {
      identity.allows = true;
      identity.decision = {.allowed = true};
    }
    return false;
  }

  // With `granted`, what allows already; by itself, what the identity policies allow.
  Decision Limit(const Decision& granted) const {
    if (!boundary_allows) return ImplicitDeny(PolicyKind::kBoundary);
    if (!session_allows) return ImplicitDeny(PolicyKind::kSession);
    return granted;
  }
  Decision Decide() const {
    return identity.allows ? Limit(identity.decision) : ImplicitDeny(PolicyKind::kIdentity);
  }

 private:
  bool Deny(const Opinion& opinion) {
    denies = true;
    decision = opinion.decision;
    return true;
  }
};

bool IsCrossAccount(const AccessRequest& request) {
  return !request.resource_account.empty() &&
         request.resource_account != request.principal->account;
}

// What a resource's policy that allows is worth within one account (IAM User Guide, "How AWS
// enforcement code logic evaluates requests", of resource-based policies).
Decision DecideWithinAccount(const ResourceOpinion& resource, const OwnOpinion& own) {
  switch (resource.allowed_as) {
    // Permission given to a user or a session directly, or to everyone, is not limited by what his
    // own policies leave out.
    case Naming::kItself: return resource.decision;
    // Given to the role, it stands beside the identity policies and is limited as they are.
    case Naming::kRole: return own.Limit(resource.decision);
    // Given to the account, it is for the account's policies to pass on.
    case Naming::kAccount:
    case Naming::kNot: break;
  }
  return own.Decide();
}

// What was found out after the work had run out is not to be relied on, neither a yes nor a no.
Decision Checked(const Question& question, const Decision& decision) {
  return question.keys().work().exhausted() ? Decision{.too_much_work = true} : decision;
}

Decision Decide(const AccessRequest& request, const Question& question) {
  OwnOpinion own;
  if (own.Hear(*request.principal, question)) return own.decision;
  ResourceOpinion resource;
  if (request.resource_policy != nullptr &&
      resource.Hear(*request.resource_policy, PolicyKind::kResource, question)) {
    return resource.decision;
  }
  if (!IsCrossAccount(request)) return DecideWithinAccount(resource, own);
  if (resource.allowed_as == Naming::kNot) return ImplicitDeny(PolicyKind::kResource);
  return own.Decide();
}

Decision DecideTrust(const AccessRequest& request, const Question& question) {
  OwnOpinion own;
  if (request.principal != nullptr && own.Hear(*request.principal, question)) return own.decision;
  ResourceOpinion trust;
  if (request.resource_policy != nullptr &&
      trust.Hear(*request.resource_policy, PolicyKind::kTrust, question)) {
    return trust.decision;
  }
  // Unlike a resource's policy that of a role must always allow.
  if (trust.allowed_as == Naming::kNot) return ImplicitDeny(PolicyKind::kTrust);
  if (request.principal == nullptr) return trust.decision;
  return IsCrossAccount(request) ? own.Decide() : DecideWithinAccount(trust, own);
}

}  // namespace

Decision Evaluate(const AccessRequest& request) {
  const Question question(request, {});
  return Checked(question, Decide(request, question));
}

Decision EvaluateOperator(const AccessRequest& request) {
  if (!request.principal->operates_engine) return ImplicitDeny(PolicyKind::kIdentity);
  return Evaluate(request);
}

Decision EvaluateTrust(const AccessRequest& request, std::string_view federated) {
  const Question question(request, federated);
  return Checked(question, DecideTrust(request, question));
}

}  // namespace stator::api::iam
