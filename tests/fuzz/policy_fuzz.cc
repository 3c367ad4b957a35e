// Any text as a policy: it may not crash, hang or run out of stack, and what it decides must be
// sound. The first byte chooses where the policy stands and who asks.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "api/iam/compiled_policy.h"
#include "api/iam/evaluate.h"
#include "api/iam/policy.h"
#include "api/iam/principal.h"

namespace {

namespace iam = stator::api::iam;
using PolicyPointer = std::shared_ptr<const iam::Policy>;

void Require(bool holds) {
  if (!holds) std::abort();
}

PolicyPointer Sound(std::string_view json, iam::PolicyUse use) {
  auto policy = iam::Policy::Parse(json, use, "sound");
  Require(policy.ok());
  return *policy;
}

const PolicyPointer& AllowsAll() {
  static const PolicyPointer policy =
      Sound(R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})",
            iam::PolicyUse::kIdentity);
  return policy;
}

const PolicyPointer& DeniesAll() {
  static const PolicyPointer policy =
      Sound(R"({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})",
            iam::PolicyUse::kIdentity);
  return policy;
}

iam::Principal SomePrincipal(uint8_t choice) {
  switch (choice % 3) {
    case 0: return iam::AccountPrincipal("123456789012");
    case 1: {
      iam::Principal alice = iam::UserPrincipal("123456789012", "alice");
      alice.user_id = "AIDAEXAMPLEALICE00";
      alice.tags = {{"team", "red"}};
      return alice;
    }
    default: {
      iam::Principal session =
          iam::RolePrincipal("123456789012", "reader", "AROAEXAMPLEREADER", "tuesday");
      session.token_issued_seconds = 1'600'000'000;
      session.token_keys = {{"graph.facebook.com:id", {"77"}}, {"example.com:amr", {"a", "b"}}};
      return session;
    }
  }
}

// Decisions say one thing, and the same whenever they are asked for.
iam::Decision Decide(const iam::AccessRequest& request) {
  const iam::Decision decision = iam::Evaluate(request);
  const iam::Decision again = iam::Evaluate(request);
  Require(decision.allowed == again.allowed && decision.kind == again.kind &&
          decision.statement == again.statement);
  Require(!(decision.allowed && decision.explicit_deny));
  Require(!iam::DeniedMessage(request, decision).empty());
  return decision;
}

// A statement that decides is one of the policy's, with that effect.
void RequireDecidedBy(const iam::Policy& policy, const iam::Decision& decision) {
  if (decision.statement < 0 || decision.policy != policy.name()) return;
  const auto& statements = policy.compiled().statements;
  Require(static_cast<size_t>(decision.statement) < statements.size());
  Require(statements[static_cast<size_t>(decision.statement)].allow == decision.allowed);
}

void TryIdentityPolicy(const PolicyPointer& policy, iam::AccessRequest request,
                       iam::Principal principal) {
  request.principal = &principal;
  principal.identity_policies = {policy};
  const iam::Decision alone = Decide(request);
  RequireDecidedBy(*policy, alone);
  // The same policy again takes nothing away, in whichever place.
  principal.boundary = policy;
  principal.session_policies = {policy, policy};
  const bool root = principal.type == iam::PrincipalType::kAccount;
  if (!root) Require(Decide(request).allowed == alone.allowed);
  principal.session_policies = {DeniesAll()};
  Require(Decide(request).explicit_deny);
  // With everything allowed besides, only its denials are left.
  principal.boundary = nullptr;
  principal.session_policies = {};
  principal.identity_policies = {AllowsAll(), policy};
  const iam::Decision besides = Decide(request);
  Require(besides.allowed != alone.explicit_deny && besides.allowed != besides.explicit_deny);
}

void TryResourcePolicy(const PolicyPointer& policy, iam::AccessRequest request,
                       iam::Principal principal) {
  request.principal = &principal;
  request.resource_policy = policy.get();
  const iam::Decision alone = Decide(request);
  RequireDecidedBy(*policy, alone);
  request.resource_account = "999999999999";
  const iam::Decision across = Decide(request);
  Require(!across.allowed || principal.type == iam::PrincipalType::kAccount);
  principal.identity_policies = {AllowsAll()};
  if (alone.allowed && alone.kind == iam::PolicyKind::kResource) {
    request.resource_account = "123456789012";
    Require(Decide(request).allowed);
  }
}

void TryTrustPolicy(const PolicyPointer& policy, iam::AccessRequest request,
                    iam::Principal principal) {
  request.resource_policy = policy.get();
  request.principal = &principal;
  request.action = "sts:AssumeRole";
  RequireDecidedBy(*policy, iam::EvaluateTrust(request, {}));
  request.principal = nullptr;
  request.action = "sts:AssumeRoleWithWebIdentity";
  RequireDecidedBy(*policy, iam::EvaluateTrust(request, "graph.facebook.com"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  // A copy, which ends where the sanitizer sees it.
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto use = static_cast<iam::PolicyUse>(data[0] % 3);
  const auto parsed = iam::Policy::Parse(text, use, "fuzzed");
  if (!parsed.ok()) {
    Require(parsed.status().code() == stator::Code::kValidation);
    Require(!parsed.status().message().empty() && parsed.status().message().size() < 2000);
    // What is a session's policy is a user's too.
    Require(use != iam::PolicyUse::kIdentity ||
            !iam::Policy::Parse(text, iam::PolicyUse::kSession, "session").ok());
    return 0;
  }

  iam::ConditionKeys keys;
  keys.SetAll("dynamodb:LeadingKeys", {"alice", "77"});
  keys.SetAll("dynamodb:Attributes", {"name"}, data[0] & 0x40);
  keys.Set("dynamodb:Select", "COUNT");
  keys.Set("dynamodb:Number", "2.5");
  const iam::RequestOrigin origin{.source_ip = data[0] & 0x20 ? "2001:db8::1" : "203.0.113.9",
                                  .secure_transport = true,
                                  .user_agent = "fuzz"};
  const iam::AccessRequest request{
      .action = "dynamodb:GetItem",
      .resource = "arn:aws:dynamodb:us-east-1:123456789012:table/Orders/index/ByDay",
      .resource_account = "123456789012",
      .region = "us-east-1",
      .origin = &origin,
      .now_seconds = 1'700'000'000,
      .keys = &keys};
  const iam::Principal principal = SomePrincipal(data[0] / 3);
  switch (use) {
    case iam::PolicyUse::kIdentity: TryIdentityPolicy(*parsed, request, principal); break;
    case iam::PolicyUse::kSession: break;
    case iam::PolicyUse::kResource: TryResourcePolicy(*parsed, request, principal); break;
    case iam::PolicyUse::kTrust: TryTrustPolicy(*parsed, request, principal); break;
  }
  return 0;
}
