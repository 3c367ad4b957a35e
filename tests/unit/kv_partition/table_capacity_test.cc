// What a table's capacity makes of schemas that change under it.
#include "kv/partition/table_capacity.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "kv/codec/key_codec.h"

namespace stator {
namespace {

constexpr int64_t kSecond = 1'000'000;

std::string Key(uint32_t id, uint64_t hash) {
  std::string key;
  AppendBigEndian32(id, &key);
  AppendBigEndian64(hash, &key);
  return key;
}

std::string Boundary(uint64_t hash) {
  std::string key;
  AppendBigEndian64(hash, &key);
  return key;
}

TableSchema OnDemand() {
  TableSchema schema;
  schema.id = 1;
  schema.name = "tab";
  schema.billing_mode = BillingMode::kPayPerRequest;
  return schema;
}

class TableCapacityTest : public testing::Test {
 protected:
  void Follow(const TableSchema& schema) {
    capacity_.Follow(std::make_shared<const TableSchema>(schema));
  }
  CapacityMoment Now() const { return {CapacityKind::kWrite, CapacityMode::kPartition, now_}; }
  bool Admits(const std::string& key) { return !capacity_.Check(Now(), {nullptr, key}); }
  void Use(const std::string& key, double units) { capacity_.Charge(Now(), {nullptr, key, units}); }

  TableCapacity capacity_;
  int64_t now_ = 100 * kSecond;
};

// Tables from before partitions were stored have no map.
TEST_F(TableCapacityTest, ATableWithoutAMapIsOnePartition) {
  Follow(OnDemand());
  Use(Key(1, 5), 1'000);
  EXPECT_FALSE(Admits(Key(1, UINT64_MAX)));
  TableSchema changed = OnDemand();
  changed.deletion_protection = true;
  Follow(changed);  // the bucket stays as it is
  EXPECT_FALSE(Admits(Key(1, 5)));
  const auto use = capacity_.Use(now_);
  ASSERT_EQ(use.size(), 1u);
  EXPECT_EQ(use[0].ranges, std::vector<PartitionRange>(1));
  ASSERT_EQ(use[0].write.partitions.size(), 1u);
  EXPECT_EQ(use[0].write.partitions[0].units, 1'000);
  EXPECT_EQ(use[0].write.partitions[0].throttled, 2u);
}

TEST_F(TableCapacityTest, PartitionsThatStayKeepTheirBuckets) {
  TableSchema schema = OnDemand();
  schema.partitions = {{1, ""}, {2, Boundary(1'000)}};
  Follow(schema);
  Use(Key(1, 5), 1'000);
  Use(Key(1, 1'005), 1'000);
  schema.partitions = {{1, ""}, {3, Boundary(1'000)}, {4, Boundary(2'000)}};
  Follow(schema);
  EXPECT_FALSE(Admits(Key(1, 5)));
  EXPECT_TRUE(Admits(Key(1, 1'005)));
  EXPECT_TRUE(Admits(Key(1, 2'005)));
}

TEST_F(TableCapacityTest, AnIndexThatIsGoneKeepsNothingOut) {
  TableSchema schema = OnDemand();
  IndexSchema index;
  index.id = 9;
  index.kind = IndexKind::kGlobal;
  index.name = "by-g";
  schema.indexes = {index};
  Follow(schema);
  const std::string key = Key(9, 5);
  capacity_.Charge(Now(), {&index, key, 1'000});
  const auto throttle = capacity_.Check(Now(), {&index, key});
  ASSERT_TRUE(throttle);
  EXPECT_EQ(throttle->index_name, "by-g");
  Follow(OnDemand());
  EXPECT_FALSE(capacity_.Check(Now(), {&index, key}));
  capacity_.Charge(Now(), {&index, key, 1});
  EXPECT_EQ(capacity_.Use(now_).size(), 1u);
}

TEST_F(TableCapacityTest, SwitchedFromProvisionedItServesAtOnceWhatWasProvisioned) {
  TableSchema schema = OnDemand();
  schema.billing_mode = BillingMode::kProvisioned;
  schema.throughput.write_units = 10'000;
  for (uint32_t i = 0; i < 16; ++i) {
    schema.partitions.push_back({i + 1, i == 0 ? "" : Boundary(uint64_t{i} << 60)});
  }
  Follow(schema);
  Use(Key(1, 0), 1);
  schema.billing_mode = BillingMode::kPayPerRequest;
  Follow(schema);
  for (uint64_t i = 0; i < 10; ++i) {
    EXPECT_TRUE(Admits(Key(1, i << 60)));
    Use(Key(1, i << 60), 1'000);
  }
  EXPECT_FALSE(Admits(Key(1, uint64_t{15} << 60)));
}

TEST_F(TableCapacityTest, HeatAsksForASplit) {
  TableSchema schema = OnDemand();
  schema.partitions = {{4, ""}};
  Follow(schema);
  for (int second = 0; second < 62; ++second, now_ += kSecond) {
    for (uint64_t i = 0; i < 900; ++i) Use(Key(1, i * 7'919 % 1'000 << 50), 1);
  }
  const auto wishes = capacity_.SplitWishes(now_);
  ASSERT_EQ(wishes.size(), 1u);
  ASSERT_TRUE(wishes[0].hot);
  EXPECT_EQ(wishes[0].hot->partition_id, 4u);
  EXPECT_EQ(wishes[0].hot->boundary.size(), kKeyHashBytes);
  EXPECT_TRUE(capacity_.TakeActivity());
  EXPECT_FALSE(capacity_.TakeActivity());
}

}  // namespace
}  // namespace stator
