// Who makes a request: a user, the session of a role, or an account itself. Made where the caller
// is known (by the server from its identities and sessions, by an embedding program as it likes)
// and passed in CallContext; all decisions about a call follow from it.
//
//   auto policy = iam::Policy::Parse(json, iam::PolicyUse::kIdentity, "read-own-items");
//   if (!policy.ok()) return policy.status();
//   auto alice = std::make_shared<iam::Principal>(iam::UserPrincipal("123456789012", "alice"));
//   alice->identity_policies.push_back(*policy);
//   engine->GetItem(request, {.principal = alice});
//
// Threads: do not change it once it is shared.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/iam/policy.h"

namespace stator::api::iam {

enum class PrincipalType {
  kAccount,  // the root user: allowed what no boundary of an organization forbids, so everything
  kUser,     // aws:PrincipalType "User"
  kAssumedRole,  // aws:PrincipalType "AssumedRole"
};

struct Principal {
  PrincipalType type = PrincipalType::kUser;
  std::string account{};  // 12 digits; it is also the namespace of the tables that it sees
  // Of the caller, as STS's GetCallerIdentity and denials name him:
  // arn:aws:iam::<account>:user/<name>, arn:aws:sts::<account>:assumed-role/<role>/<session>,
  // arn:aws:iam::<account>:root.
  std::string arn{};
  // aws:PrincipalArn: that of the role where `arn` is its session's; otherwise the same.
  std::string principal_arn{};
  std::string user_id{};    // aws:userid: AIDA…, AROA…:<session>, or the account
  std::string user_name{};  // aws:username; of users only
  // aws:PrincipalTag/<key>. Of a session: the role's tags and, before them, the session's.
  std::vector<std::pair<std::string, std::string>> tags{};
  // Condition keys that the identity provider's token brought, by their full names:
  // "graph.facebook.com:id", "cognito-identity.amazonaws.com:sub", "aws:FederatedProvider".
  std::vector<std::pair<std::string, std::vector<std::string>>> token_keys{};
  std::optional<int64_t>
      token_issued_seconds{};  // aws:TokenIssueTime, since the epoch; of sessions

  // Belongs to the account that the engine itself is of. Only such a principal can be allowed the
  // actions of its operator ("stator:…", api/types/admin_actions.h), which reach into all accounts.
  bool operates_engine = false;

  // What the user or the role has. None at all: nothing is allowed, but by a resource's policy.
  PolicyList identity_policies{};
  // What of it counts. Null: all.
  std::shared_ptr<const Policy> boundary{};
  // What of it a session may use: what one of them allows. Empty: all. Policies that differ have
  // different names, for sessions are told apart by these.
  PolicyList session_policies{};
};

// Principals with the names filled in that follow from these.
Principal AccountPrincipal(std::string_view account);
Principal UserPrincipal(std::string_view account, std::string_view user_name);
// role_id: "AROA…"; `session`: RoleSessionName.
Principal RolePrincipal(std::string_view account, std::string_view role_name,
                        std::string_view role_id, std::string_view session);

// The same text for all calls of one principal, and another for every other one. A session's
// caller chooses its name, so of sessions the tags, what the token brought and the names of the
// session policies count as well; keys that were renewed do not.
std::string StableIdentity(const Principal& principal);

}  // namespace stator::api::iam
