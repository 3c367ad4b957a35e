// What a policy document becomes: statements whose texts are cut up, so that deciding reads none.
#pragma once

#include <string>
#include <vector>

#include "api/iam/access_key.h"
#include "api/iam/condition.h"
#include "api/iam/policy.h"
#include "api/iam/principal_pattern.h"
#include "api/iam/text_pattern.h"

namespace stator::api::iam {

struct Statement {
  std::string sid{};
  bool allow = false;
  bool all_but_principals = false;             // NotPrincipal
  std::vector<PrincipalPattern> principals{};  // of resource and trust policies
  bool all_but_actions = false;                // NotAction
  std::vector<TextPattern> actions{};          // lower-case
  bool all_but_resources = false;              // NotResource
  std::vector<TextPattern> resources{};        // none in trust policies
  std::vector<Condition> conditions{};         // all of them must hold
};

struct CompiledPolicy {
  std::string name{};
  PolicyUse use = PolicyUse::kIdentity;
  std::vector<Statement> statements{};
  KeyMentions mentions{};
};

}  // namespace stator::api::iam
