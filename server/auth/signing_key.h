// The keys that signatures are made with. One is derived from a secret for a day, a region and a
// service by four HMACs; those of the keys in use are kept, so that a request costs one.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kv/base/mutex.h"
#include "server/auth/sha256.h"

namespace stator::server {

struct SigningScope {
  std::string_view access_key_id;
  std::string_view date;  // YYYYMMDD
  std::string_view region;
  std::string_view service;
};

// "AWS4" + secret, then date, region, service and "aws4_request".
Digest DeriveSigningKey(std::string_view secret_key, const SigningScope& scope);

// Threads: any; sixteen locks, each held for a look-up.
class SigningKeys {
 public:
  // The key of that scope, kept or derived. A kept one counts only while the secret is the same.
  // Nothing is kept by this: only Keep does, for whoever has proved to know the secret, so that
  // nobody else can fill the memory.
  struct Found {
    HmacKey key;
    bool kept;
  };
  Found Find(std::string_view secret_key, const SigningScope& scope);
  void Keep(std::string_view secret_key, const SigningScope& scope, const HmacKey& key);

  size_t size() const;
  // About 8 MB when full. A shard that is full is emptied: the keys in use come back with their
  // next request.
  static constexpr size_t kShards = 16;
  static constexpr size_t kKeysPerShard = 1024;

 private:
  struct Entry {
    std::string secret_key;
    HmacKey key;
  };
  struct Shard {
    mutable Mutex mutex;
    std::unordered_map<std::string, Entry> entries GUARDED_BY(mutex);
  };
  Shard& ShardOf(std::string_view name);
  std::array<Shard, kShards> shards_;
};

}  // namespace stator::server
