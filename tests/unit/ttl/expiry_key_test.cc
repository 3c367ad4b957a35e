#include "ttl/expiry_key.h"

#include <gtest/gtest.h>

#include "kv/table/table_key.h"
#include "tests/support/table_harness.h"
#include "tests/unit/kv_codec/hex.h"
#include "ttl/expiry.h"

namespace stator::ttl {
namespace {

using testing::SimpleSchema;

std::string KeyOfItem(const Item& item) {
  TableSchema schema = SimpleSchema("t", true);
  schema.id = 7;
  return LocateItem(schema, item.view(), 8).key;
}

TEST(ExpiryKeyGolden, IdSecondsAndKeyWithoutId) {
  const std::string key = ExpiryKey(KeyOfItem({{"pk", "a"}, {"sk", 1}}), 1'791'505'200);
  EXPECT_EQ(testing::Hex(key),
            "00 00 00 07 00 00 00 00 6A C8 33 30 30 70 2D 7B C3 31 41 BA 61 00 01 C1 02 00");
}

TEST(ExpiryKeyGolden, ProgressLiesBehindAllTimes) {
  EXPECT_EQ(testing::Hex(IndexingProgressKey(7)), "00 00 00 07 FF FF FF FF FF FF FF FF");
  EXPECT_GE(IndexingProgressKey(7), AllExpiries(7).end);
  EXPECT_LT(IndexingProgressKey(7), AllExpiries(8).begin);
}

TEST(ExpiryKey, ComesBackAsItWentIn) {
  const std::string item_key = KeyOfItem({{"pk", "some key"}, {"sk", -12}});
  for (const int64_t seconds : {int64_t{0}, int64_t{1}, int64_t{1'791'505'200}, kLastSecond}) {
    const auto entry = ReadExpiryKey(ExpiryKey(item_key, seconds));
    ASSERT_TRUE(entry.has_value());
    EXPECT_EQ(entry->expiry_seconds, seconds);
    EXPECT_EQ(entry->item_key, item_key);
  }
}

TEST(ExpiryKey, OthersAreRefused) {
  const std::string key = ExpiryKey(KeyOfItem({{"pk", "a"}, {"sk", 1}}), 5);
  EXPECT_FALSE(ReadExpiryKey("").has_value());
  EXPECT_FALSE(ReadExpiryKey(key.substr(0, 12)).has_value());
  EXPECT_FALSE(ReadExpiryKey(key.substr(0, 20)).has_value());
  EXPECT_FALSE(ReadExpiryKey(IndexingProgressKey(7)).has_value());
  EXPECT_FALSE(ReadExpiryKey(ExpiryKey(KeyOfItem({{"pk", "a"}, {"sk", 1}}), kLastSecond + 1)));
}

TEST(ExpiryRange, HoldsItsFirstAndLastSecond) {
  const std::string item_key = KeyOfItem({{"pk", "a"}, {"sk", 1}});
  const KeyRange range = ExpiryRange(7, 100, 200);
  const auto holds = [&](int64_t seconds) {
    const std::string key = ExpiryKey(item_key, seconds);
    return key >= range.begin && key < range.end;
  };
  EXPECT_FALSE(holds(99));
  EXPECT_TRUE(holds(100));
  EXPECT_TRUE(holds(200));
  EXPECT_FALSE(holds(201));
  EXPECT_FALSE(holds(256)) << "the order is that of the numbers";
}

TEST(ItemOfKey, GivesTheKeyAttributesBack) {
  TableSchema schema = SimpleSchema("t", true);
  schema.id = 7;
  const Item item = {{"pk", std::string("a\0b", 3)}, {"sk", -7}, {"v", "x"}};
  const std::string key = LocateItem(schema, item.view(), 8).key;
  const auto found = ItemOfKey(schema, key);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(*found, KeyOf(schema, item.view()));
  EXPECT_FALSE(ItemOfKey(schema, key + "x").has_value());
  EXPECT_FALSE(ItemOfKey(schema, key.substr(0, key.size() - 1)).has_value());
  EXPECT_FALSE(ItemOfKey(schema, "short").has_value());
}

}  // namespace
}  // namespace stator::ttl
