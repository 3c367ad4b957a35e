#include "server/auth/identity_store.h"

#include <algorithm>
#include <utility>

#include "server/auth/identity_names.h"

namespace stator::server {
namespace {

constexpr size_t kSecretChars = 40;
constexpr size_t kTokenChars = 128;

}  // namespace

IdentityStore::IdentityStore(std::shared_ptr<const Identities> identities, const Clock* clock,
                             SessionLimits limits)
    : clock_(clock), limits_(limits), identities_(std::move(identities)) {}

std::shared_ptr<const Credential> IdentityStore::Find(std::string_view access_key_id) const {
  if (access_key_id.starts_with(kTemporaryKeyPrefix)) return FindSessionCredential(access_key_id);
  ReaderLock lock(&mu_);
  return identities_->FindKey(access_key_id);
}

std::shared_ptr<const Credential> IdentityStore::FindSessionCredential(
    std::string_view access_key_id) const {
  RoleSession session;
  std::shared_ptr<const Identities> identities;
  uint64_t generation = 0;
  {
    ReaderLock lock(&mu_);
    const RoleSession* const found = sessions_.Find(access_key_id);
    if (found == nullptr) return nullptr;
    if (found->generation == generation_) return found->credential;
    session = *found;
    identities = identities_;
    generation = generation_;
  }
  auto credential = std::make_shared<Credential>(*session.credential);
  credential->principal = SessionPrincipal(*identities, *session.facts);
  const bool ended = credential->principal == nullptr;
  WriterLock lock(&mu_);
  // Identities of a third generation may be there by now; then the next request makes it anew.
  if (generation == generation_) {
    if (ended) {
      sessions_.Remove(access_key_id);
    } else {
      sessions_.Renew(access_key_id, credential, generation);
    }
  }
  return ended ? nullptr : credential;
}

std::shared_ptr<const Identities> IdentityStore::identities() const {
  ReaderLock lock(&mu_);
  return identities_;
}

void IdentityStore::Replace(std::shared_ptr<const Identities> identities) {
  {
    WriterLock lock(&mu_);
    identities_.swap(identities);
    ++generation_;
    ++version_;
    sessions_.RemoveOrphans(*identities_);
  }
  // The old ones, if nobody has them any more, are freed here, outside of the lock.
}

Result<IdentityStore::NewSession> IdentityStore::Start(SessionFacts facts) {
  NewSession made{.access_key_id = NewTemporaryKeyId()};
  auto credential = std::make_shared<Credential>();
  credential->secret_key = NewSecret(kSecretChars);
  credential->session_token = NewSecret(kTokenChars);
  credential->expires_seconds = facts.expires_seconds;
  RoleSession session;
  session.facts = std::make_shared<const SessionFacts>(std::move(facts));
  std::shared_ptr<const Identities> identities;
  {
    ReaderLock lock(&mu_);
    identities = identities_;
    session.generation = generation_;
  }
  credential->principal = SessionPrincipal(*identities, *session.facts);
  if (credential->principal == nullptr) return Status(Code::kNotFound, "The role is gone.");
  made.credential = credential;
  session.credential = std::move(credential);
  const int64_t now_seconds = clock_->WallSeconds();
  WriterLock lock(&mu_);
  const uint64_t removed = sessions_.removed();
  const bool added = sessions_.Add(made.access_key_id, std::move(session), Share(), now_seconds);
  if (sessions_.removed() != removed) ++version_;
  if (!added) return Status(Code::kThrottled, "Rate exceeded");
  return made;
}

size_t IdentityStore::Share() const {
  const size_t accounts = std::max<size_t>(identities_->accounts(), 1);
  return std::max<size_t>(std::min(limits_.of_account, limits_.of_server / accounts), 1);
}

std::shared_ptr<const SessionFacts> IdentityStore::FindSession(
    std::string_view access_key_id) const {
  ReaderLock lock(&mu_);
  const RoleSession* const found = sessions_.Find(access_key_id);
  return found == nullptr ? nullptr : found->facts;
}

}  // namespace stator::server
