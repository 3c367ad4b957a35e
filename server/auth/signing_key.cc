#include "server/auth/signing_key.h"

#include <functional>

namespace stator::server {
namespace {

// What tells scopes apart; none of the parts holds a slash. Lives until the next call of the
// thread.
const std::string& NameOf(const SigningScope& scope) {
  static thread_local std::string name;
  name.assign(scope.access_key_id).append("/").append(scope.date).append("/");
  name.append(scope.region).append("/").append(scope.service);
  return name;
}

}  // namespace

Digest DeriveSigningKey(std::string_view secret_key, const SigningScope& scope) {
  Digest key = HmacSha256(std::string("AWS4").append(secret_key), scope.date);
  key = HmacSha256(BytesOf(key), scope.region);
  key = HmacSha256(BytesOf(key), scope.service);
  return HmacSha256(BytesOf(key), "aws4_request");
}

SigningKeys::Shard& SigningKeys::ShardOf(std::string_view name) {
  // The map of a shard uses the low bits.
  return shards_[(std::hash<std::string_view>()(name) >> 32) % kShards];
}

SigningKeys::Found SigningKeys::Find(std::string_view secret_key, const SigningScope& scope) {
  const std::string& name = NameOf(scope);
  Shard& shard = ShardOf(name);
  {
    const MutexLock lock(&shard.mutex);
    const auto entry = shard.entries.find(name);
    if (entry != shard.entries.end() && entry->second.secret_key == secret_key) {
      return {entry->second.key, true};
    }
  }
  return {HmacKey(BytesOf(DeriveSigningKey(secret_key, scope))), false};
}

void SigningKeys::Keep(std::string_view secret_key, const SigningScope& scope, const HmacKey& key) {
  const std::string& name = NameOf(scope);
  Shard& shard = ShardOf(name);
  const MutexLock lock(&shard.mutex);
  if (shard.entries.size() >= kKeysPerShard) shard.entries.clear();
  shard.entries.insert_or_assign(name, Entry{std::string(secret_key), key});
}

size_t SigningKeys::size() const {
  size_t size = 0;
  for (const Shard& shard : shards_) {
    const MutexLock lock(&shard.mutex);
    size += shard.entries.size();
  }
  return size;
}

}  // namespace stator::server
