// The decision: may this principal do this action on this resource? AWS's logic for one account and
// for two (IAM User Guide, "Policy evaluation logic"): an explicit deny anywhere ends it; otherwise
// a resource's policy may allow by itself within one account, identity policies must allow, and the
// boundary and one of the session policies must allow as well. Between accounts both sides must
// allow.
//
// Threads: pure functions of what they are given.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/iam/condition_keys.h"
#include "api/iam/match_work.h"
#include "api/iam/policy.h"
#include "api/iam/principal.h"
#include "api/types/access.h"
#include "kv/base/status.h"

namespace stator::api::iam {

struct AccessRequest {
  const Principal* principal = nullptr;
  std::string_view action{};              // "dynamodb:GetItem"
  std::string_view resource{};            // an ARN, or "*" where the action has no resource
  std::string_view resource_account{};    // 12 digits; empty: the principal's own
  std::string_view region{};              // aws:RequestedRegion
  const RequestOrigin* origin = nullptr;  // null: an embedded call, with none of these keys
  int64_t now_seconds = 0;                // aws:CurrentTime, aws:EpochTime
  const ConditionKeys* keys = nullptr;    // null: none
  const Policy* resource_policy = nullptr;
  // Shared by all decisions about one call. Null: this one may do as much by itself.
  MatchWork* work = nullptr;
};

// Allocates nothing when the answer is yes and nobody wants to know why. Whatever the policies and
// the request are, it takes some tens of milliseconds at the most (api/iam/match_work.h).
Decision Evaluate(const AccessRequest& request);

// For what is no operation of the API but of the engine itself ("stator:MoveClock"): as Evaluate
// where the principal operates the engine; nobody else can be allowed it, whatever policies say and
// though he be the root user of his account.
Decision EvaluateOperator(const AccessRequest& request);

// For roles: whether the trust policy lets the caller assume it (action sts:AssumeRole and its
// fellows). `federated`: the provider where a web identity asks; principal is null then.
Decision EvaluateTrust(const AccessRequest& request, std::string_view federated);

// "User: <arn> is not authorized to perform: <action> on resource: <resource> because …", as AWS
// words it for that reason (IAM User Guide, "Troubleshoot access denied error messages").
std::string DeniedMessage(const AccessRequest& request, const Decision& decision);

// OK or kAccessDenied in these words. Whoever listens (null: nobody) has learnt of the decision by
// then.
Status StatusOf(const AccessRequest& request, const Decision& decision,
                const DecisionListener* decisions);

}  // namespace stator::api::iam
