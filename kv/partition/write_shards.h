// Write-sharding inside the store: the items of one partition key are spread over shards by their
// sort keys, so that one hot partition key can use several partitions. A shard is nothing but
// another hash: the partition key's own one is moved on by a fraction of the hash space, so that
// the shards of one key lie evenly apart, in different partitions where there are enough. Frozen:
// kv/FORMAT.md.
#pragma once

#include <cstdint>
#include <string_view>

namespace stator {

// The shard, 0 … shards - 1, of an item with these sort key parts (as AppendKeyPart writes them).
uint32_t WriteShardOf(std::string_view range_key_parts, uint32_t shards);

// The hash of a partition key's items in that shard; the key's own one in shard 0.
uint64_t HashInShard(uint64_t hash, uint32_t shard, uint32_t shards);

}  // namespace stator
