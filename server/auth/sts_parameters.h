// The parameters of STS's actions, checked against its own limits (STS API Reference, version
// 2011-06-15).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kv/base/status.h"
#include "server/auth/form.h"
#include "server/auth/identities.h"

namespace stator::server {

// Of AssumeRole and of AssumeRoleWithWebIdentity.
struct AssumeParameters {
  std::string role_arn{};
  std::string session_name{};
  std::optional<int64_t> duration_seconds{};
  std::optional<std::string> policy{};     // JSON
  std::vector<std::string> policy_arns{};  // PolicyArns.member.N.arn
  // Of AssumeRole only.
  Tags tags{};
  std::vector<std::string> transitive_tag_keys{};
  std::optional<std::string> external_id{};
  std::optional<std::string> source_identity{};
  // Of AssumeRoleWithWebIdentity only.
  std::string web_identity_token{};
  std::optional<std::string> provider_id{};
};

// ValidationError with all that is wrong, as AWS lists it; parameters that the action does not have
// are refused by name.
Result<AssumeParameters> ReadAssumeRole(Form* form);
Result<AssumeParameters> ReadAssumeRoleWithWebIdentity(Form* form);
Status ReadNothing(const Form& form);  // GetCallerIdentity has none

// What holds for the tags of a session wherever they come from.
Status CheckSessionTags(const Tags& tags, const std::vector<std::string>& transitive_tag_keys);

inline constexpr size_t kMaxSessionPolicyChars = 2'048;  // Policy and PolicyArns together

}  // namespace stator::server
