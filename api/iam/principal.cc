#include "api/iam/principal.h"

#include <algorithm>
#include <initializer_list>

namespace stator::api::iam {

namespace {

std::string Joined(std::initializer_list<std::string_view> parts) {
  std::string joined;
  for (const std::string_view part : parts) joined += part;
  return joined;
}

// With its length before it, so that what follows cannot pass for a part of it. The first byte is
// in no ARN.
void AppendPart(std::string_view part, std::string* text) {
  text->push_back('\0');
  text->append(std::to_string(part.size())).append(":").append(part);
}

}  // namespace

Principal AccountPrincipal(std::string_view account) {
  Principal principal;
  principal.type = PrincipalType::kAccount;
  principal.account = account;
  principal.arn = Joined({"arn:aws:iam::", account, ":root"});
  principal.principal_arn = principal.arn;
  principal.user_id = account;
  return principal;
}

Principal UserPrincipal(std::string_view account, std::string_view user_name) {
  Principal principal;
  principal.type = PrincipalType::kUser;
  principal.account = account;
  principal.arn = Joined({"arn:aws:iam::", account, ":user/", user_name});
  principal.principal_arn = principal.arn;
  principal.user_name = user_name;
  return principal;
}

Principal RolePrincipal(std::string_view account, std::string_view role_name,
                        std::string_view role_id, std::string_view session) {
  Principal principal;
  principal.type = PrincipalType::kAssumedRole;
  principal.account = account;
  principal.arn = Joined({"arn:aws:sts::", account, ":assumed-role/", role_name, "/", session});
  principal.principal_arn = Joined({"arn:aws:iam::", account, ":role/", role_name});
  principal.user_id = Joined({role_id, ":", session});
  return principal;
}

std::string StableIdentity(const Principal& principal) {
  std::string identity = principal.arn;
  if (principal.type != PrincipalType::kAssumedRole) return identity;
  auto tags = principal.tags;
  std::sort(tags.begin(), tags.end());
  AppendPart(std::to_string(tags.size()), &identity);
  for (const auto& [key, value] : tags) {
    AppendPart(key, &identity);
    AppendPart(value, &identity);
  }
  auto token_keys = principal.token_keys;
  std::sort(token_keys.begin(), token_keys.end());
  AppendPart(std::to_string(token_keys.size()), &identity);
  for (const auto& [key, values] : token_keys) {
    AppendPart(key, &identity);
    AppendPart(std::to_string(values.size()), &identity);
    for (const std::string& value : values) AppendPart(value, &identity);
  }
  for (const auto& policy : principal.session_policies) AppendPart(policy->name(), &identity);
  return identity;
}

}  // namespace stator::api::iam
