#include "kv/partition/write_shards.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "kv/partition/hash_space.h"

namespace stator {
namespace {

// On disk; never change: XXH3 of the sort key's parts, modulo the shards.
TEST(WriteShardsGolden, AShardIsTheRemainderOfTheSortKeysHash) {
  const std::string a("a\0\1", 3);
  EXPECT_EQ(WriteShardOf(a, 2), 0u);
  EXPECT_EQ(WriteShardOf(a, 10), 8u);
  EXPECT_EQ(WriteShardOf(a, 256), 186u);
  const std::string vote("vote-17\0\1", 9);
  EXPECT_EQ(WriteShardOf(vote, 2), 1u);
  EXPECT_EQ(WriteShardOf(vote, 10), 3u);
  EXPECT_EQ(WriteShardOf(vote, 256), 35u);
}

TEST(WriteShardsGolden, ShardsLieEvenlyApart) {
  EXPECT_EQ(HashInShard(5, 0, 10), 5u);
  EXPECT_EQ(HashInShard(5, 1, 10), 1'844'674'407'370'955'166u);
  EXPECT_EQ(HashInShard(5, 9, 10), 16'602'069'666'338'596'454u);
  EXPECT_EQ(HashInShard(UINT64_MAX, 1, 2), 0x7FFF'FFFF'FFFF'FFFEu);  // around the end
  EXPECT_EQ(HashInShard(77, 0, 1), 77u);
}

TEST(WriteShardsTest, SortKeysAreSpreadEvenly) {
  std::map<uint32_t, int> counts;
  for (int i = 0; i < 10'000; ++i) ++counts[WriteShardOf(std::to_string(i), 10)];
  ASSERT_EQ(counts.size(), 10u);
  for (const auto& [shard, count] : counts) EXPECT_NEAR(count, 1'000, 150) << shard;
}

TEST(WriteShardsTest, EveryShardHasAPartitionOfItsOwnWhereThereAreEnough) {
  for (const uint64_t hash : {uint64_t{0}, uint64_t{1} << 63, UINT64_MAX - 3}) {
    std::set<uint32_t> partitions;
    for (uint32_t shard = 0; shard < 8; ++shard) {
      partitions.insert(PartitionOfHash(HashInShard(hash, shard, 8), 16));
    }
    EXPECT_EQ(partitions.size(), 8u) << hash;
  }
}

}  // namespace
}  // namespace stator
