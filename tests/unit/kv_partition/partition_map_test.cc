#include "kv/partition/partition_map.h"

#include <gtest/gtest.h>

#include "kv/codec/key_codec.h"

namespace stator {
namespace {

std::string KeyWithHash(uint64_t hash, std::string_view parts = "k") {
  std::string key = "\x01\x02\x03\x04";  // the table's id
  AppendBigEndian64(hash, &key);
  key.append(parts);
  return key;
}

class PartitionMapTest : public ::testing::Test {
 protected:
  uint32_t next_id_ = 1;
  std::vector<PartitionRange> map_ = EvenPartitions(4, &next_id_);
};

TEST(PartitionsNeeded, FollowUnitsTheBillingModeAndWarmThroughput) {
  TableSchema schema;
  schema.throughput = {1, 1, 0, 0, 0};
  EXPECT_EQ(PartitionsNeeded(schema.billing_mode, schema.throughput, schema.warm), 1u);
  schema.throughput = {3'000, 0, 0, 0, 0};
  EXPECT_EQ(PartitionsNeeded(schema.billing_mode, schema.throughput, schema.warm), 1u);
  schema.throughput = {3'000, 1, 0, 0, 0};
  EXPECT_EQ(PartitionsNeeded(schema.billing_mode, schema.throughput, schema.warm), 2u);
  schema.throughput = {6'000, 2'000, 0, 0, 0};
  EXPECT_EQ(PartitionsNeeded(schema.billing_mode, schema.throughput, schema.warm), 4u);
  schema.throughput = {};
  EXPECT_EQ(PartitionsNeeded(schema.billing_mode, schema.throughput, schema.warm), 1u);
  schema.billing_mode = BillingMode::kPayPerRequest;
  EXPECT_EQ(PartitionsNeeded(schema.billing_mode, schema.throughput, schema.warm), 4u);
  schema.warm = WarmThroughput{12'000, 7'001};
  EXPECT_EQ(PartitionsNeeded(schema.billing_mode, schema.throughput, schema.warm), 8u);
  schema.warm = WarmThroughput{INT64_MAX, 1};
  EXPECT_EQ(PartitionsNeeded(schema.billing_mode, schema.throughput, schema.warm), 1'000u);
}

TEST_F(PartitionMapTest, EvenPartitionsCutTheHashSpace) {
  EXPECT_EQ(next_id_, 5u);
  EXPECT_EQ(map_[0].first_key, "");
  EXPECT_EQ(PartitionIndex(map_, KeyWithHash(0)), 0u);
  EXPECT_EQ(PartitionIndex(map_, KeyWithHash(0x3FFF'FFFF'FFFF'FFFF)), 0u);
  EXPECT_EQ(PartitionIndex(map_, KeyWithHash(0x4000'0000'0000'0000)), 1u);
  EXPECT_EQ(PartitionIndex(map_, KeyWithHash(UINT64_MAX)), 3u);
}

TEST_F(PartitionMapTest, AnEmptyMapIsOnePartition) {
  EXPECT_EQ(PartitionIndex({}, KeyWithHash(UINT64_MAX)), 0u);
}

TEST_F(PartitionMapTest, ASplitReplacesAPartitionByTwoNewOnes) {
  const std::string boundary = MiddleHashOf(map_, 1);
  ASSERT_TRUE(SplitPartition(1, boundary, &map_, &next_id_));
  ASSERT_EQ(map_.size(), 5u);
  EXPECT_EQ(map_[1].id, 5u);
  EXPECT_EQ(map_[2].id, 6u);
  EXPECT_EQ(PartitionIndex(map_, KeyWithHash(0x5FFF'FFFF'FFFF'FFFF)), 1u);
  EXPECT_EQ(PartitionIndex(map_, KeyWithHash(0x6000'0000'0000'0000)), 2u);
}

TEST_F(PartitionMapTest, ASplitMayCutAnItemCollection) {
  const uint64_t hash = 0x4000'0000'0000'1234;
  const std::string boundary = KeyWithHash(hash, "pk-m").substr(kKeyIdBytes);
  ASSERT_TRUE(SplitPartition(1, boundary, &map_, &next_id_));
  EXPECT_EQ(PartitionIndex(map_, KeyWithHash(hash, "pk-a")), 1u);
  EXPECT_EQ(PartitionIndex(map_, KeyWithHash(hash, "pk-m")), 2u);
  EXPECT_EQ(PartitionIndex(map_, KeyWithHash(hash, "pk-z")), 2u);
  EXPECT_EQ(PartitionIndex(map_, KeyWithHash(hash - 1, "pk-z")), 1u);
  // Each half can still be cut by hash, away from the collection.
  EXPECT_FALSE(MiddleHashOf(map_, 2).empty());
}

TEST_F(PartitionMapTest, ABoundaryOutsideThePartitionIsRefused) {
  const std::vector<PartitionRange> before = map_;
  EXPECT_FALSE(SplitPartition(1, "", &map_, &next_id_));
  EXPECT_FALSE(SplitPartition(1, map_[1].first_key, &map_, &next_id_));
  EXPECT_FALSE(SplitPartition(1, map_[2].first_key, &map_, &next_id_));
  EXPECT_EQ(map_, before);
  EXPECT_EQ(next_id_, 5u);
}

TEST_F(PartitionMapTest, SplittingByHashEndsWithASingleHash) {
  int splits = 0;
  for (size_t i = 0; splits < 100; ++splits) {
    const std::string boundary = MiddleHashOf(map_, i);
    if (boundary.empty()) break;
    ASSERT_TRUE(SplitPartition(i, boundary, &map_, &next_id_));
  }
  EXPECT_GE(splits, 60);
  EXPECT_LE(splits, 63);
}

}  // namespace
}  // namespace stator
