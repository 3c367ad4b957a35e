#include "server/auth/identities.h"

namespace stator::server {

std::shared_ptr<const Credential> Identities::FindKey(std::string_view access_key_id) const {
  const auto found = keys_.find(access_key_id);
  return found == keys_.end() ? nullptr : found->second;
}

const Account* Identities::FindAccount(std::string_view account) const {
  const auto found = accounts_.find(account);
  return found == accounts_.end() ? nullptr : &found->second;
}

std::shared_ptr<const Role> Identities::FindRole(std::string_view account,
                                                 std::string_view name) const {
  const Account* const owner = FindAccount(account);
  if (owner == nullptr) return nullptr;
  const auto found = owner->roles.find(name);
  return found == owner->roles.end() ? nullptr : found->second;
}

std::shared_ptr<const api::iam::Policy> Identities::FindPolicy(std::string_view account,
                                                               std::string_view name) const {
  const Account* const owner = FindAccount(account);
  if (owner == nullptr) return nullptr;
  const auto found = owner->policies.find(name);
  return found == owner->policies.end() ? nullptr : found->second;
}

}  // namespace stator::server
