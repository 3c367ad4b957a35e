#include "kv/codec/item.h"

#include <gtest/gtest.h>

#include "kv/base/limits.h"
#include "tests/unit/kv_codec/hex.h"

namespace stator {
namespace {

using testing::FromHex;

const AttributeMap& Sample() {
  static const AttributeMap map{{"active", true},
                                {"list", AttributeValue::MakeList({1, "two"})},
                                {"pk", "user#1"},
                                {"tags", AttributeValue::StringSet({"a", "b"})},
                                {"visits", 7}};
  return map;
}

TEST(Item, TheDefaultHasNoAttributes) {
  EXPECT_EQ(Item(), Item(AttributeMap()));
  EXPECT_EQ(Item().SizeBytes(), 0u);
  EXPECT_EQ(Item().view().count(), 0u);
  EXPECT_TRUE(Item().view().valid());
  EXPECT_TRUE(CheckItem(Item().encoded()).ok());
}

TEST(Item, FindsAttributes) {
  const Item item(Sample());
  EXPECT_EQ(item.Find("pk"), Value("user#1").view());
  EXPECT_EQ(item.Find("visits"), Value(7).view());
  EXPECT_FALSE(item.Find("nothing").has_value());
}

TEST(Item, GoesToATreeAndBack) {
  const Item item(Sample());
  EXPECT_EQ(item.ToMap(), Sample());
  EXPECT_EQ(Item(item.ToMap()), item);
}

TEST(Item, CopiesOutOfAView) {
  const Item item(Sample());
  EXPECT_EQ(Item(item.view()), item);
  EXPECT_EQ(Item::FromEncoded(std::string(item.encoded())), item);
}

TEST(Item, SizeCountsNamesAndValues) {
  EXPECT_EQ((Item{{"pk", "x"}, {"n", 7}}).SizeBytes(), 2u + 1 + 1 + 2);
  EXPECT_EQ(Item(Sample()).SizeBytes(),
            (6u + 1) + (4 + 3 + 1 + 2 + 1 + 3) + (2 + 6) + (4 + 2) + (6 + 2));
}

TEST(Item, AttributesAreAMap) {
  const Item item(Sample());
  const ValueView all = item.view().attributes();
  EXPECT_EQ(all.type(), AttributeType::kMap);
  EXPECT_EQ(ToAttributeValue(all), AttributeValue(Sample()));
}

TEST(ItemView, WithoutBytesHasNoAttributes) {
  EXPECT_EQ(ItemView().count(), 0u);
  EXPECT_FALSE(ItemView().Find("a").has_value());
  EXPECT_FALSE(ItemView().valid());
}

TEST(ItemView, SeesNothingInBrokenBytes) {
  for (const char* hex :
       {"", "01", "00 00 00", "02 00 00", "01 80", "01 00", "01 00 05", "01 00 01 05"}) {
    const std::string bytes = FromHex(hex);
    const ItemView view(bytes);
    EXPECT_FALSE(view.Find("a").has_value()) << hex;
    EXPECT_EQ(ToAttributeMap(view).size(), 0u) << hex;
    EXPECT_FALSE(CheckItem(bytes).ok()) << hex;
  }
}

TEST(ItemBuilder, SortsAndKeepsTheLastOfEqualNames) {
  const Value one(1);
  const Value two(2);
  const Value three(3);
  ItemBuilder builder;
  builder.Add("b", one.view());
  builder.Add("a", two.view());
  builder.Add("b", two.view());
  builder.Add("b", three.view());
  EXPECT_EQ(builder.count(), 4u);
  EXPECT_EQ(builder.Finish(), (Item{{"a", 2}, {"b", 3}}));
}

TEST(ItemBuilder, KeepsTheLastOfEqualNamesAtTheFront) {
  const Value one(1);
  const Value two(2);
  ItemBuilder builder;
  builder.Add("a", one.view());
  builder.Add("a", two.view());
  builder.Add("c", one.view());
  EXPECT_EQ(builder.Finish(), (Item{{"a", 2}, {"c", 1}}));
}

TEST(ItemBuilder, IsReusable) {
  const Value value("x");
  ItemBuilder builder;
  builder.Add("a", value.view());
  EXPECT_EQ(builder.Finish(), (Item{{"a", "x"}}));
  EXPECT_EQ(builder.count(), 0u);
  EXPECT_EQ(builder.Finish(), Item());
}

TEST(ItemBuilder, CopiesAttributesOfOtherItems) {
  const Item item(Sample());
  ItemBuilder builder;
  for (MemberCursor it(item.view().attributes()); it.Valid(); it.Next()) {
    builder.Add(it.name(), it.value());
  }
  EXPECT_EQ(builder.Finish(), item);
}

TEST(ProjectTopLevel, KeepsOnlyTheNamedAttributes) {
  const Item item(Sample());
  const Item projected = ProjectTopLevel(item.view(), {"active", "missing", "pk", "visits", "z"});
  EXPECT_EQ(projected, (Item{{"active", true}, {"pk", "user#1"}, {"visits", 7}}));
  EXPECT_TRUE(CheckItem(projected.encoded()).ok());
}

TEST(ProjectTopLevel, OfEverythingIsTheItem) {
  const Item item(Sample());
  EXPECT_EQ(ProjectTopLevel(item.view(), {"active", "list", "pk", "tags", "visits"}), item);
}

TEST(ProjectTopLevel, OfNothingIsEmpty) {
  EXPECT_EQ(ProjectTopLevel(Item(Sample()).view(), {}), Item());
  EXPECT_EQ(ProjectTopLevel(Item(Sample()).view(), {"nothing"}), Item());
}

TEST(ProjectTopLevel, CopiesLongNames) {
  const std::string name(200, 'n');
  const Item item{{"a", 1}, {name, std::string(300, 'v')}, {"z", 2}};
  EXPECT_EQ(ProjectTopLevel(item.view(), {name}), (Item{{name, std::string(300, 'v')}}));
}

TEST(CheckItem, AcceptsWhatTheBuildersMake) {
  EXPECT_TRUE(CheckItem(Item(Sample()).encoded()).ok());
}

TEST(CheckItem, RefusesBrokenItems) {
  for (const char* hex : {
           "",                                  // nothing
           "02 00 00",                          // another version
           "01 80 00 00",                       // the size in a longer form
           "01 01 00",                          // a size that is not true
           "01 06 01 01 61 01 01 78",           // likewise
           "01 02 01 01 61 01 01 78 00",        // something follows
           "01 04 02 01 62 05 00 01 61 05 00",  // names out of order
           "01 04 02 01 61 05 00 01 61 05 00",  // a name twice
           "01 02 02 01 61 05 00",              // an attribute is missing
       }) {
    EXPECT_EQ(CheckItem(FromHex(hex)).code(), Code::kCorruption) << hex;
  }
  EXPECT_TRUE(CheckItem(FromHex("01 02 01 01 61 01 01 78")).ok());
}

TEST(CheckItem, AttributesAreAtTheFirstLevel) {
  AttributeValue value("leaf");
  for (size_t i = 1; i < limits::kNestingLevels; ++i) value = AttributeMap{{"n", value}};
  EXPECT_TRUE(CheckItem(Item{{"a", value}}.encoded()).ok());
  EXPECT_FALSE(CheckItem(Item{{"a", AttributeMap{{"n", value}}}}.encoded()).ok());
}

}  // namespace
}  // namespace stator
