// Who there is: the accounts of the identities file with their users, roles, named policies and
// identity providers, compiled (docs/access.md, "Identities").
//
// Threads: does not change once it is made; share it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/iam/policy.h"
#include "kv/base/hash.h"
#include "kv/base/status.h"
#include "server/auth/credentials.h"
#include "server/auth/key_set.h"

namespace stator::server {

using Tags = std::vector<std::pair<std::string, std::string>>;

struct Role {
  std::string account{};
  std::string name{};
  std::string id{};  // "AROA…"
  std::string arn{};
  std::shared_ptr<const api::iam::Policy> trust{};
  api::iam::PolicyList policies{};
  std::shared_ptr<const api::iam::Policy> boundary{};
  Tags tags{};
  int64_t max_session_seconds = 3'600;
  bool operates_server = false;  // its account is the server's own
};

// An OpenID Connect provider whose tokens lead to roles of its account.
struct IdentityProvider {
  std::string id{};  // as condition keys begin: "graph.facebook.com"
  // As trust policies name it: its id where AWS knows it by that, otherwise its ARN.
  std::string principal{};
  std::string issuer{};
  std::vector<std::string> audiences{};
  std::shared_ptr<const KeySet> keys{};
  // Condition keys and the claims that they get their values from.
  std::vector<std::pair<std::string, std::string>> condition_keys{};
};

struct Account {
  std::map<std::string, std::shared_ptr<const api::iam::Policy>, std::less<>> policies{};
  std::map<std::string, std::shared_ptr<const Role>, std::less<>> roles{};
  std::vector<std::shared_ptr<const IdentityProvider>> providers{};
};

class Identities {
 public:
  // Reads a file that an identities file names: the keys of a provider. The name as it stands
  // there.
  using FileReader = std::function<Result<std::string>(const std::string& name)>;

  // kValidation says what is wrong and where; it holds no secret.
  static Result<std::shared_ptr<const Identities>> Parse(std::string_view json,
                                                         const FileReader& read_file);

  // Null: nobody has that key.
  std::shared_ptr<const Credential> FindKey(std::string_view access_key_id) const;
  const Account* FindAccount(std::string_view account) const;
  std::shared_ptr<const Role> FindRole(std::string_view account, std::string_view name) const;
  std::shared_ptr<const api::iam::Policy> FindPolicy(std::string_view account,
                                                     std::string_view name) const;

  size_t accounts() const { return accounts_.size(); }
  size_t keys() const { return keys_.size(); }

 private:
  friend class IdentitiesParser;
  std::map<std::string, Account, std::less<>> accounts_;
  std::unordered_map<std::string, std::shared_ptr<const Credential>, StringHash, std::equal_to<>>
      keys_;
};

}  // namespace stator::server
