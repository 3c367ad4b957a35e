#include "kv/partition/write_shards.h"

#include "kv/base/hash.h"

namespace stator {

uint32_t WriteShardOf(std::string_view range_key_parts, uint32_t shards) {
  return static_cast<uint32_t>(HashBytes(range_key_parts) % shards);
}

uint64_t HashInShard(uint64_t hash, uint32_t shard, uint32_t shards) {
  return hash + shard * (UINT64_MAX / shards);  // around the end of the hash space
}

}  // namespace stator
