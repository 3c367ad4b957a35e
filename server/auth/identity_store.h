// The identities that count now and the sessions of their roles: who holds an access key.
//
// Threads: every method is called from any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "kv/base/clock.h"
#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "server/auth/credentials.h"
#include "server/auth/identities.h"
#include "server/auth/role_sessions.h"

namespace stator::server {

// How many sessions there may be. A session takes about a kilobyte, with many tags and a policy of
// its own up to 20.
struct SessionLimits {
  size_t of_account = 10'000;
  // Of all accounts together: where there are many, each has an equal part of it and no more.
  size_t of_server = 100'000;
};

class IdentityStore final : public CredentialSource {
 public:
  // identities: not null. clock: decides when sessions are over; must outlive this.
  IdentityStore(std::shared_ptr<const Identities> identities, const Clock* clock,
                SessionLimits limits = {});

  // Takes a lock that others share, and does one look-up; the first time after a Replace it makes
  // a session's principal anew. Of a session that is over: still its credential, for an hour.
  std::shared_ptr<const Credential> Find(std::string_view access_key_id) const override;
  uint64_t version() const override { return version_.load(std::memory_order_acquire); }

  std::shared_ptr<const Identities> identities() const;
  // Those that are served from here on. Sessions have the new policies of their roles from here
  // on; those whose role is gone are over.
  void Replace(std::shared_ptr<const Identities> identities);

  struct NewSession {
    std::string access_key_id{};
    std::shared_ptr<const Credential> credential{};
  };
  // kThrottled: the holder's account has too many sessions, of as many holders. kNotFound: the role
  // or a policy is gone.
  Result<NewSession> Start(SessionFacts facts);
  // Null: no session has that key.
  std::shared_ptr<const SessionFacts> FindSession(std::string_view access_key_id) const;

 private:
  std::shared_ptr<const Credential> FindSessionCredential(std::string_view access_key_id) const;

  size_t Share() const REQUIRES_SHARED(mu_);  // of one account

  const Clock* const clock_;
  const SessionLimits limits_;
  mutable SharedMutex mu_;
  std::atomic<uint64_t> version_ = 0;  // changes under the lock
  std::shared_ptr<const Identities> identities_ GUARDED_BY(mu_);
  uint64_t generation_ GUARDED_BY(mu_) = 0;  // of identities_
  mutable RoleSessions sessions_ GUARDED_BY(mu_);
};

}  // namespace stator::server
