// A policy document, parsed and compiled once: the IAM JSON policy language, versions 2008-10-17
// and 2012-10-17 (IAM User Guide, "Grammar of the IAM JSON policy language"). Deciding with it
// parses nothing (api/iam/evaluate.h).
//
// Threads: a Policy does not change; share it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/iam/access_key.h"
#include "kv/base/status.h"

namespace stator::api::iam {

struct CompiledPolicy;  // api/iam/compiled_policy.h

// Where a policy stands decides its grammar.
enum class PolicyUse {
  kIdentity,  // identity policies and boundaries: Resource, no Principal
  kResource,  // of a table or stream: Principal and Resource
  kTrust,     // who may assume a role: Principal, no Resource
  kSession,   // of one session: as kIdentity, but that ARNs are whole
};

class Policy {
 public:
  // `json` is not trusted. `name`: what explanations call the policy. kValidation says what is
  // wrong and where, in plain words; who serves an operation puts AWS's words before them.
  static Result<std::shared_ptr<const Policy>> Parse(std::string_view json, PolicyUse use,
                                                     std::string name);
  ~Policy();
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;

  const std::string& name() const;
  const KeyMentions& mentions() const;
  const CompiledPolicy& compiled() const { return *compiled_; }

 private:
  explicit Policy(std::unique_ptr<const CompiledPolicy> compiled);
  std::unique_ptr<const CompiledPolicy> compiled_;
};

using PolicyList = std::vector<std::shared_ptr<const Policy>>;

}  // namespace stator::api::iam
