#include "kv/table/table_key.h"

#include <gtest/gtest.h>

#include "kv/codec/key_codec.h"
#include "kv/partition/hash_space.h"
#include "tests/support/table_harness.h"

namespace stator {
namespace {

using namespace testing;

constexpr uint32_t kPartitions = 8;

std::string Part(const AttributeValue& value) {
  std::string part;
  AppendKeyPart(Value(value).view(), &part);
  return part;
}

std::string Prefix(uint32_t id, const std::string& hash_parts) {
  std::string prefix;
  AppendBigEndian32(id, &prefix);
  AppendBigEndian64(PartitionHash(hash_parts), &prefix);
  return prefix;
}

TableSchema SchemaWithIds() {
  TableSchema schema = SimpleSchema();
  schema.id = 5;
  schema.indexes = {LocalIndex("l", "name"), GlobalIndex("g", "owner", "name")};
  schema.indexes[0].id = 6;
  schema.indexes[1].id = 7;
  return schema;
}

const Item kWhole = {{"pk", "a"}, {"sk", 3}, {"name", "n"}, {"owner", "o"}, {"other", true}};

TEST(LocateItem, IsIdHashHashPartRangePart) {
  const Location location = LocateItem(SchemaWithIds(), kWhole.view(), kPartitions);
  EXPECT_EQ(location.key, Prefix(5, Part("a")) + Part("a") + Part(3));
  EXPECT_EQ(location.hash, PartitionHash(Part("a")));
  EXPECT_EQ(location.partition, PartitionOfHash(location.hash, kPartitions));
}

TEST(LocateItem, IgnoresOtherAttributes) {
  const Item key = {{"pk", "a"}, {"sk", 3}};
  EXPECT_EQ(LocateItem(SchemaWithIds(), kWhole.view(), kPartitions).key,
            LocateItem(SchemaWithIds(), key.view(), kPartitions).key);
}

TEST(LocateItem, ItemsOfOnePartitionKeySortByRange) {
  const TableSchema schema = SchemaWithIds();
  std::string last;
  for (const int64_t sk : {-100, -1, 0, 1, 9, 10, 1000}) {
    const Item item = {{"pk", "a"}, {"sk", sk}};
    const std::string key = LocateItem(schema, item.view(), kPartitions).key;
    EXPECT_LT(last, key) << sk;
    last = key;
  }
}

TEST(LocateIndexEntry, GlobalHashesItsOwnPartitionKeyAndEndsWithTheTableKey) {
  const TableSchema schema = SchemaWithIds();
  const auto location = LocateIndexEntry(schema, schema.indexes[1], kWhole.view(), kPartitions);
  ASSERT_TRUE(location.has_value());
  EXPECT_EQ(location->key, Prefix(7, Part("o")) + Part("o") + Part("n") + Part("a") + Part(3));
}

TEST(LocateIndexEntry, LocalLiesInTheItemsPartition) {
  const TableSchema schema = SchemaWithIds();
  const auto location = LocateIndexEntry(schema, schema.indexes[0], kWhole.view(), kPartitions);
  ASSERT_TRUE(location.has_value());
  EXPECT_EQ(location->key, Prefix(6, Part("a")) + Part("a") + Part("n") + Part("a") + Part(3));
  EXPECT_EQ(location->partition, LocateItem(schema, kWhole.view(), kPartitions).partition);
}

TEST(LocateIndexEntry, HashesAllAttributesOfAMultiAttributeKey) {
  TableSchema schema = SchemaWithIds();
  IndexSchema& index = schema.indexes[1];
  index.keys.hash.push_back({"region", AttributeType::kString});
  index.keys.range.push_back({"sk", AttributeType::kNumber});
  const Item item = {{"pk", "a"}, {"sk", 3}, {"name", "n"}, {"owner", "o"}, {"region", "r"}};
  const auto location = LocateIndexEntry(schema, index, item.view(), kPartitions);
  ASSERT_TRUE(location.has_value());
  EXPECT_EQ(location->key, Prefix(7, Part("o") + Part("r")) + Part("o") + Part("r") + Part("n") +
                               Part(3) + Part("a") + Part(3));
}

bool HasEntry(const Item& item) {
  const TableSchema schema = SchemaWithIds();
  return LocateIndexEntry(schema, schema.indexes[1], item.view(), kPartitions).has_value();
}

TEST(LocateIndexEntry, NoneWithoutAKeyAttribute) {
  EXPECT_FALSE(HasEntry({{"pk", "a"}, {"sk", 3}, {"owner", "o"}}));
  EXPECT_FALSE(HasEntry({{"pk", "a"}, {"sk", 3}, {"name", "n"}}));
}

TEST(LocateIndexEntry, NoneForAnotherType) {
  EXPECT_FALSE(HasEntry({{"pk", "a"}, {"sk", 3}, {"name", "n"}, {"owner", 1}}));
}

TEST(LocateIndexEntry, NoneForAnEmptyKey) {
  EXPECT_FALSE(HasEntry({{"pk", "a"}, {"sk", 3}, {"name", "n"}, {"owner", ""}}));
}

TEST(LocateIndexEntry, NoneForAKeyOverTheLimit) {
  const auto item = [](size_t owner_bytes, size_t name_bytes) {
    return Item{{"pk", "a"},
                {"sk", 3},
                {"name", std::string(name_bytes, 'n')},
                {"owner", std::string(owner_bytes, 'o')}};
  };
  EXPECT_TRUE(HasEntry(item(2048, 1024)));
  EXPECT_FALSE(HasEntry(item(2049, 1)));
  EXPECT_FALSE(HasEntry(item(1, 1025)));
}

TEST(ProjectToIndex, AllIsTheItem) {
  const TableSchema schema = SchemaWithIds();
  EXPECT_EQ(ProjectToIndex(schema, schema.indexes[1], kWhole.view()), kWhole);
}

TEST(ProjectToIndex, KeysOnlyHasTheKeysOfTableAndIndex) {
  TableSchema schema = SchemaWithIds();
  schema.indexes[1].projection.type = ProjectionType::kKeysOnly;
  EXPECT_EQ(ProjectToIndex(schema, schema.indexes[1], kWhole.view()),
            (Item{{"pk", "a"}, {"sk", 3}, {"name", "n"}, {"owner", "o"}}));
  schema.indexes[0].projection.type = ProjectionType::kKeysOnly;
  EXPECT_EQ(ProjectToIndex(schema, schema.indexes[0], kWhole.view()),
            (Item{{"pk", "a"}, {"sk", 3}, {"name", "n"}}));
}

TEST(ProjectToIndex, IncludeAddsTheNamedAttributesThatAreThere) {
  TableSchema schema = SchemaWithIds();
  schema.indexes[0].projection = {ProjectionType::kInclude, {"absent", "other"}};
  EXPECT_EQ(ProjectToIndex(schema, schema.indexes[0], kWhole.view()),
            (Item{{"pk", "a"}, {"sk", 3}, {"name", "n"}, {"other", true}}));
}

TEST(KeyOf, HasOnlyTheTablesKey) {
  EXPECT_EQ(KeyOf(SchemaWithIds(), kWhole.view()), (Item{{"pk", "a"}, {"sk", 3}}));
}

}  // namespace
}  // namespace stator
