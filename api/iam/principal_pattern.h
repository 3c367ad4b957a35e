// The Principal and NotPrincipal elements: whom a statement of a resource's or a trust policy is
// about (IAM User Guide, "Policy elements: Principal").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/iam/principal.h"
#include "kv/base/status.h"

namespace stator::api::iam {

// How a statement names whoever asks; the later, the more directly.
enum class Naming : uint8_t {
  kNot,
  kAccount,  // his account: it may pass the permission on by its own policies
  kRole,     // the role of his session
  kItself,   // himself, or everyone
};

struct PrincipalPattern {
  enum class Kind : uint8_t {
    kEveryone,
    kAccount,    // text: 12 digits
    kArn,        // of a user, a role, or a session
    kUniqueId,   // AIDA…, AROA…: what an ARN becomes in AWS once its bearer is deleted
    kFederated,  // an identity provider
    kService,    // a service of AWS's: it never asks here
  };
  Kind kind = Kind::kEveryone;
  std::string text{};
};

// `type`: "AWS", "Federated", "Service" or "CanonicalUser"; `text`: one of its values.
Result<PrincipalPattern> ParsePrincipalPattern(std::string_view type, std::string_view text);

// Who asks: a principal, or an identity provider's token.
struct Asker {
  const Principal* principal = nullptr;
  std::string_view federated{};
};

Naming NamingOf(const PrincipalPattern& pattern, const Asker& asker);
Naming NamingOf(const std::vector<PrincipalPattern>& patterns, const Asker& asker);

// Whether NotPrincipal exempts him. He must be named on every level, as AWS may look at each: his
// account, the role where there is one, and himself.
bool IsExempt(const std::vector<PrincipalPattern>& patterns, const Asker& asker);

}  // namespace stator::api::iam
