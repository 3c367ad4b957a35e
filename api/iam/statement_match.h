// Whether a statement is about a request.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "api/iam/compiled_policy.h"
#include "api/iam/evaluate.h"
#include "api/iam/principal_pattern.h"
#include "api/iam/request_keys.h"

namespace stator::api::iam {

// A request as statements see it. Threads: one at a time.
class Question {
 public:
  // Both outlive it.
  Question(const AccessRequest& request, std::string_view federated);
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  std::string_view action() const { return action_; }  // lower-case
  std::string_view resource() const { return request_.resource; }
  const RequestKeys& keys() const { return keys_; }
  Asker asker() const { return {request_.principal, federated_}; }

 private:
  const AccessRequest& request_;
  const std::string_view federated_;
  const RequestKeys keys_;
  std::array<char, 64> short_action_;  // names of actions are at most about 50 long
  std::string long_action_{};
  std::string_view action_{};
};

// Action, Resource and Condition agree with it; whoever asks.
bool IsAbout(const Statement& statement, const Question& question);
// How the statement's Principal or NotPrincipal names who asks.
Naming NamingOf(const Statement& statement, const Asker& asker);

}  // namespace stator::api::iam
