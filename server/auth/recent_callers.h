// What a thread has found out about those whose signatures were right: who they are, and the key
// that they sign with, which is derived from the secret by four HMACs for a day, a region and a
// service. So their next requests cost neither a look-up nor a derivation.
//
// Threads: each has one of its own. Its credentials are counted by it alone, so threads that serve
// the same caller do not contend for a reference count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kv/base/hash.h"
#include "server/auth/credentials.h"
#include "server/auth/sha256.h"

namespace stator::server {

struct RecentCaller {
  std::shared_ptr<const Credential> credential{};
  uint64_t version = 0;  // of the source when it was asked (CredentialSource::version)
  HmacKey key;
};

class RecentCallers {
 public:
  // scope: whatever tells apart who signs and for what. Null: not known; otherwise until the next
  // change.
  const RecentCaller* Find(std::string_view scope) const;
  // Only for whoever has proved to know the secret, so that nobody else can fill the memory.
  // Returns what it keeps.
  const RecentCaller& Keep(std::string_view scope, RecentCaller caller);
  void Forget(std::string_view scope);

  size_t size() const { return callers_.size(); }
  // Half a megabyte. When there are so many all are forgotten: those who are there come back with
  // their next requests.
  static constexpr size_t kMost = 1024;

 private:
  std::unordered_map<std::string, RecentCaller, StringHash, std::equal_to<>> callers_;
};

}  // namespace stator::server
