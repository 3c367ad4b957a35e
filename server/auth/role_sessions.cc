#include "server/auth/role_sessions.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "server/auth/identity_names.h"

namespace stator::server {

namespace iam = api::iam;

namespace {

constexpr int64_t kRememberSeconds = 3'600;
constexpr size_t kKeyIdChars = 16;  // behind the prefix

// Each byte chooses one of 32 or 64 characters, which divide 256.
std::string RandomText(size_t chars, std::string_view alphabet) {
  std::string text(chars, '\0');
  // Not RandomSource, which is not for secrets (kv/base/clock.h). Without chance there is no safe
  // way to go on.
  if (RAND_bytes(reinterpret_cast<unsigned char*>(text.data()), static_cast<int>(chars)) != 1) {
    std::abort();
  }
  for (char& c : text) c = alphabet[static_cast<unsigned char>(c) % alphabet.size()];
  return text;
}

SessionShare::Session Shared(const std::string& access_key_id, const RoleSession& session) {
  return {.access_key_id = access_key_id,
          .holder = session.facts->holder.name,
          .expires_seconds = session.facts->expires_seconds,
          .number = session.number};
}

bool Stands(const Identities& identities, const SessionFacts& facts) {
  if (identities.FindRole(facts.account, facts.role_name) == nullptr) return false;
  return std::all_of(facts.policy_names.begin(), facts.policy_names.end(),
                     [&](const std::string& name) {
                       return identities.FindPolicy(facts.account, name) != nullptr;
                     });
}

}  // namespace

std::string NewTemporaryKeyId() {
  return std::string(kTemporaryKeyPrefix) +
         RandomText(kKeyIdChars, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
}

std::string NewSecret(size_t chars) {
  return RandomText(chars, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/");
}

bool RoleSessions::MakeRoom(const SessionHolder& holder, size_t share, int64_t now_seconds) {
  for (auto held = by_account_.find(holder.account);
       held != by_account_.end() && held->second.size() >= share;
       held = by_account_.find(holder.account)) {
    const auto access_key_id = held->second.GivesWay(holder.name, now_seconds);
    if (!access_key_id) return false;
    Remove(*access_key_id);
  }
  return true;
}

bool RoleSessions::Add(std::string access_key_id, RoleSession session, size_t share,
                       int64_t now_seconds) {
  DropOverBy(kRememberSeconds, now_seconds);
  const SessionHolder& holder = session.facts->holder;
  if (!MakeRoom(holder, share, now_seconds)) return false;
  session.number = next_number_++;
  by_account_[holder.account].Add(Shared(access_key_id, session));
  by_end_.emplace(session.facts->expires_seconds, access_key_id);
  by_key_.insert_or_assign(std::move(access_key_id), std::move(session));
  return true;
}

const RoleSession* RoleSessions::Find(std::string_view access_key_id) const {
  const auto found = by_key_.find(access_key_id);
  return found == by_key_.end() ? nullptr : &found->second;
}

void RoleSessions::Renew(std::string_view access_key_id,
                         std::shared_ptr<const Credential> credential, uint64_t generation) {
  const auto found = by_key_.find(access_key_id);
  if (found == by_key_.end()) return;
  found->second.credential = std::move(credential);
  found->second.generation = generation;
}

void RoleSessions::Remove(std::string_view access_key_id) {
  const auto found = by_key_.find(access_key_id);
  if (found != by_key_.end()) Erase(found);
}

RoleSessions::ByKey::iterator RoleSessions::Erase(ByKey::iterator session) {
  const auto& [access_key_id, removed] = *session;
  const auto share = by_account_.find(removed.facts->holder.account);
  share->second.Remove(Shared(access_key_id, removed));
  if (share->second.size() == 0) by_account_.erase(share);
  by_end_.erase({removed.facts->expires_seconds, access_key_id});
  ++removed_;
  return by_key_.erase(session);
}

void RoleSessions::RemoveOrphans(const Identities& identities) {
  for (auto it = by_key_.begin(); it != by_key_.end();) {
    it = Stands(identities, *it->second.facts) ? std::next(it) : Erase(it);
  }
}

void RoleSessions::DropOverBy(int64_t seconds, int64_t now_seconds) {
  while (!by_end_.empty() && by_end_.begin()->first + seconds <= now_seconds) {
    Erase(by_key_.find(by_end_.begin()->second));
  }
}

std::shared_ptr<const iam::Principal> SessionPrincipal(const Identities& identities,
                                                       const SessionFacts& facts) {
  const std::shared_ptr<const Role> role = identities.FindRole(facts.account, facts.role_name);
  if (role == nullptr) return nullptr;
  auto principal = std::make_shared<iam::Principal>(
      iam::RolePrincipal(role->account, role->name, role->id, facts.session_name));
  principal->identity_policies = role->policies;
  principal->boundary = role->boundary;
  principal->operates_engine = role->operates_server;
  if (facts.inline_policy != nullptr) principal->session_policies.push_back(facts.inline_policy);
  for (const std::string& name : facts.policy_names) {
    auto policy = identities.FindPolicy(facts.account, name);
    if (policy == nullptr) return nullptr;
    principal->session_policies.push_back(std::move(policy));
  }
  principal->tags = facts.tags;
  for (const auto& [key, value] : role->tags) {
    const bool replaced = std::any_of(
        facts.tags.begin(), facts.tags.end(),
        [folded = FoldCase(key)](const auto& tag) { return FoldCase(tag.first) == folded; });
    if (!replaced) principal->tags.emplace_back(key, value);
  }
  principal->token_keys = facts.token_keys;
  if (!facts.source_identity.empty()) {
    principal->token_keys.push_back({"aws:SourceIdentity", {facts.source_identity}});
  }
  principal->token_issued_seconds = facts.issued_seconds;
  return principal;
}

}  // namespace stator::server
