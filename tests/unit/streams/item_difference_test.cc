#include "streams/item_difference.h"

#include <gtest/gtest.h>

#include "kv/codec/item.h"
#include "tests/support/seeded_random.h"

namespace stator {
namespace {

std::string Difference(const Item& base, const Item& target) {
  std::string difference;
  AppendItemDifference(base.encoded(), target.encoded(), &difference);
  std::string applied;
  EXPECT_TRUE(ApplyItemDifference(base.encoded(), difference, &applied));
  EXPECT_EQ(applied, target.encoded());
  return difference;
}

TEST(ItemDifference, IsAsLongAsTheChange) {
  const std::string filler(500, 'x');
  const Item base{{"a", filler}, {"m", 1}, {"z", filler}};
  EXPECT_LT(Difference(base, base).size(), 12U);
  EXPECT_LT(Difference(base, {{"a", filler}, {"m", 2}, {"z", filler}}).size(), 16U);
  EXPECT_LT(Difference(base, {{"a", filler}, {"m", 123456}, {"z", filler}}).size(), 20U)
      << "another length";
  EXPECT_LT(Difference(base, {{"a", filler}, {"z", filler}}).size(), 16U) << "an attribute less";
  EXPECT_LT(Difference(base, {{"a", filler}, {"m", 1}, {"n", true}, {"z", filler}}).size(), 20U);
  EXPECT_LT(Difference(base, {{"other", "item"}}).size(), 30U);
  EXPECT_LT(Difference(Item(), base).size(), base.encoded().size() + 8);
  EXPECT_LT(Difference(base, Item()).size(), 12U);
}

TEST(ItemDifference, LeadsFromAnyItemToAnyOther) {
  testing::SeededRandom random;
  SCOPED_TRACE(random.Trace());
  const auto any_item = [&random] {
    AttributeMap map;
    for (const char* name : {"a", "b", "c", "d"}) {
      if (random.OneIn(3)) continue;
      map.Set(name,
              std::string(static_cast<size_t>(random.Between(0, 30)), random.OneIn(2) ? 'x' : 'y'));
    }
    return Item(map);
  };
  for (int round = 0; round < 5'000; ++round) Difference(any_item(), any_item());
}

TEST(ItemDifference, AnyBytesAreReadWithinTheirBounds) {
  testing::SeededRandom random;
  SCOPED_TRACE(random.Trace());
  const Item base{{"pk", "a"}, {"v", "some bytes"}};
  for (int round = 0; round < 50'000; ++round) {
    std::string difference(static_cast<size_t>(random.Between(0, 12)), '\0');
    for (char& c : difference) c = static_cast<char>(random.Between(-128, 127));
    std::string applied;
    if (!ApplyItemDifference(base.encoded(), difference, &applied)) continue;
    EXPECT_LE(applied.size(), base.encoded().size() + difference.size());
  }
  std::string applied;
  EXPECT_FALSE(ApplyItemDifference("", "", &applied));
  EXPECT_FALSE(ApplyItemDifference("x", std::string("\0\0\0", 3), &applied));
}

}  // namespace
}  // namespace stator
