// PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy (docs/access.md).
#pragma once

#include <optional>
#include <string>

namespace stator::api {

struct PutResourcePolicyRequest {
  std::string resource_arn{};  // of a table or of a stream
  std::string policy{};        // JSON
  // "NO_POLICY": there must be none. Otherwise that of the policy which is to be replaced.
  std::optional<std::string> expected_revision_id{};
  // Of a caller with a principal: he knows that he will not be able to change it again.
  bool confirm_remove_self_resource_access = false;
};
struct PutResourcePolicyResponse {
  std::string revision_id{};
};

struct GetResourcePolicyRequest {
  std::string resource_arn{};
};
struct GetResourcePolicyResponse {
  std::string policy{};  // as it was given
  std::string revision_id{};
};

struct DeleteResourcePolicyRequest {
  std::string resource_arn{};
  std::optional<std::string> expected_revision_id{};
};
struct DeleteResourcePolicyResponse {
  std::optional<std::string> revision_id{};  // of the policy that was deleted; none: there was none
};

}  // namespace stator::api
