// The condition keys of one request, wherever they come from. Nothing is gathered beforehand: most
// requests are decided with two or three keys looked at.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/iam/evaluate.h"
#include "api/iam/instant.h"
#include "api/iam/key_name.h"
#include "api/iam/match_work.h"

namespace stator::api::iam {

// The values of a key; views of what the request holds.
struct FoundKey {
  // Of a key with one value; `many` is empty then.
  std::string_view one{};
  bool is_one = false;
  std::span<const std::string> many{};
  bool endless = false;  // KeyValues::endless

  size_t size() const { return is_one ? 1 : many.size(); }
  std::string_view operator[](size_t i) const { return is_one ? one : many[i]; }
  // The request does not have the key, or it has it with an empty set, which policies cannot tell
  // apart.
  bool absent() const { return size() == 0 && !endless; }
};

// Threads: one at a time.
class RequestKeys {
 public:
  // Both outlive it. `federated`: the identity provider where one of its tokens asks for a role.
  RequestKeys(const AccessRequest& request, std::string_view federated)
      : request_(request), federated_(federated) {}

  FoundKey Find(const KeyName& name) const;
  // What deciding about the request has cost.
  MatchWork& work() const { return request_.work != nullptr ? *request_.work : own_work_; }

 private:
  FoundKey OfRequest(const KeyName& key) const;
  FoundKey OfPrincipal(const KeyName& name, const Principal& principal) const;
  FoundKey OfOrigin(KeySource source) const;

  const AccessRequest& request_;
  const std::string_view federated_;
  mutable MatchWork own_work_;
  // Texts that are written when they are first asked for; the same whenever it is asked again.
  mutable char current_time_[kInstantTextBytes];
  mutable char issue_time_[kInstantTextBytes];
  mutable char epoch_time_[kInstantTextBytes];
};

}  // namespace stator::api::iam
