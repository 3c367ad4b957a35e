// What the ways to assume a role have in common: which role it is, what its trust policy is asked,
// how long the session lasts, what limits it, and the reply.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/iam/condition_keys.h"
#include "api/iam/evaluate.h"
#include "kv/base/status.h"
#include "server/auth/identities.h"
#include "server/auth/identity_store.h"
#include "server/auth/sts.h"
#include "server/auth/sts_parameters.h"
#include "server/auth/sts_xml.h"

namespace stator::server {

// Null: there is no such role. ValidationError for what is no role's ARN.
Result<std::shared_ptr<const Role>> FindRoleByArn(const Identities& identities,
                                                  const std::string& role_arn);

// The condition keys that the parameters are: sts:RoleSessionName, aws:RequestTag/… and others.
api::iam::ConditionKeys AssumeKeys(const AssumeParameters& parameters);

// What must be allowed: `assume`, and sts:TagSession and sts:SetSourceIdentity where there is need.
// with_tags: the session has tags, though perhaps none by the parameters.
std::vector<std::string_view> AssumeActions(std::string_view assume,
                                            const AssumeParameters& parameters, bool with_tags);

// What the role's trust policy is asked, but for the principal and the action. role: may be null.
// Refers to what it is given. The role's ARN is one (FindRoleByArn).
api::iam::AccessRequest TrustQuestion(const StsRequest& request, const AssumeParameters& parameters,
                                      const Role* role, const api::iam::ConditionKeys& keys,
                                      int64_t now_seconds);

// Asks the trust policy and tells whoever listens. `federated` as in EvaluateTrust.
api::iam::Decision DecideTrust(const StsRequest& request, const api::iam::AccessRequest& question,
                               std::string_view federated);

using TokenKeys = std::vector<std::pair<std::string, std::vector<std::string>>>;

// Starts the session, with the tags and the source identity of the parameters; `facts` says who
// holds it and what his token brought. The fields that both actions reply with; or what the role or
// the limits on sessions have against it.
Result<XmlFields> StartSession(IdentityStore* store, const Identities& identities, const Role& role,
                               const AssumeParameters& parameters, SessionFacts facts,
                               int64_t now_seconds);

}  // namespace stator::server
