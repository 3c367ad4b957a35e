// Sessions of roles: what is known of each temporary credential, by its access key id. In memory
// only, and so many at a time of each account.
//
// Threads: one at a time; IdentityStore has the lock.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/iam/policy.h"
#include "kv/base/hash.h"
#include "server/auth/credentials.h"
#include "server/auth/identities.h"
#include "server/auth/session_share.h"

namespace stator::server {

// Whose share a session is of. Of one that was assumed from another session, the other one's: a
// chain makes nobody two.
struct SessionHolder {
  std::string account{};  // the caller's; where he has none but a web identity, the role's
  std::string name{};     // a user's or role's ARN, or the provider and whom it calls so
};

// What does not change while a session lasts.
struct SessionFacts {
  std::string account{};
  std::string role_name{};
  std::string session_name{};
  SessionHolder holder{};
  int64_t issued_seconds = 0;
  int64_t expires_seconds = 0;
  Tags tags{};                                     // the session's own, without the role's
  std::vector<std::string> transitive_tag_keys{};  // those of `tags` that go on with the chain
  std::string source_identity{};                   // empty: none
  // As in Principal, without the source identity.
  std::vector<std::pair<std::string, std::vector<std::string>>> token_keys{};
  std::shared_ptr<const api::iam::Policy> inline_policy{};  // may be null
  std::vector<std::string> policy_names{};  // session policies of the role's account
};

struct RoleSession {
  std::shared_ptr<const SessionFacts> facts{};
  // Made from the identities of that generation.
  std::shared_ptr<const Credential> credential{};
  uint64_t generation = 0;
  uint64_t number = 0;  // later sessions have higher ones
};

class RoleSessions {
 public:
  // share: how many the holder's account may have; when it has them, another one ends
  // (SessionShare::GivesWay). False: none may. Drops what is over by more than an hour; until then
  // its holder is told that it is over, and not that nobody knows it.
  bool Add(std::string access_key_id, RoleSession session, size_t share, int64_t now_seconds);
  // Null: there is none. Valid until the next change.
  const RoleSession* Find(std::string_view access_key_id) const;
  void Renew(std::string_view access_key_id, std::shared_ptr<const Credential> credential,
             uint64_t generation);
  void Remove(std::string_view access_key_id);
  // Ends the sessions whose role, or one of whose policies, these identities do not have.
  void RemoveOrphans(const Identities& identities);
  size_t size() const { return by_key_.size(); }
  uint64_t removed() const { return removed_; }  // how many, ever

 private:
  using ByKey = std::unordered_map<std::string, RoleSession, StringHash, std::equal_to<>>;

  void DropOverBy(int64_t seconds, int64_t now_seconds);
  bool MakeRoom(const SessionHolder& holder, size_t share, int64_t now_seconds);
  ByKey::iterator Erase(ByKey::iterator session);

  uint64_t next_number_ = 0;
  uint64_t removed_ = 0;
  ByKey by_key_;
  std::map<std::string, SessionShare, std::less<>> by_account_;  // of the holders
  std::set<std::pair<int64_t, std::string>> by_end_;             // expires_seconds, access key id
};

// A new access key id of a session, "ASIA…"; unpredictable.
std::string NewTemporaryKeyId();
// So many characters of Base64's alphabet without the plus sign, 6 bits of chance each, from
// OpenSSL's generator.
std::string NewSecret(size_t chars);

// What a session of the role may do and is called, by those identities. Null: the role or one of
// the session's policies is gone, and so is the session.
std::shared_ptr<const api::iam::Principal> SessionPrincipal(const Identities& identities,
                                                            const SessionFacts& facts);

}  // namespace stator::server
