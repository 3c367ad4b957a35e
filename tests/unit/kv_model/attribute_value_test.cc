#include "kv/model/attribute_value.h"

#include <gtest/gtest.h>

namespace stator {
namespace {

TEST(AttributeType, DescriptorsGoThereAndBack) {
  for (const char* descriptor : {"S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"}) {
    const auto type = TypeFromDescriptor(descriptor);
    ASSERT_TRUE(type.has_value()) << descriptor;
    EXPECT_EQ(TypeDescriptor(*type), descriptor);
  }
}

TEST(AttributeType, UnknownDescriptorsHaveNoType) {
  for (const char* descriptor : {"", "s", "X", "SSS", "BOOLEAN"}) {
    EXPECT_FALSE(TypeFromDescriptor(descriptor).has_value()) << descriptor;
  }
}

TEST(AttributeType, NumbersAreFrozen) {
  EXPECT_EQ(TypeFromDescriptor("S"), static_cast<AttributeType>(1));
  EXPECT_EQ(TypeFromDescriptor("N"), static_cast<AttributeType>(2));
  EXPECT_EQ(TypeFromDescriptor("B"), static_cast<AttributeType>(3));
  EXPECT_EQ(TypeFromDescriptor("BOOL"), static_cast<AttributeType>(4));
  EXPECT_EQ(TypeFromDescriptor("NULL"), static_cast<AttributeType>(5));
  EXPECT_EQ(TypeFromDescriptor("M"), static_cast<AttributeType>(6));
  EXPECT_EQ(TypeFromDescriptor("L"), static_cast<AttributeType>(7));
  EXPECT_EQ(TypeFromDescriptor("SS"), static_cast<AttributeType>(8));
  EXPECT_EQ(TypeFromDescriptor("NS"), static_cast<AttributeType>(9));
  EXPECT_EQ(TypeFromDescriptor("BS"), static_cast<AttributeType>(10));
}

TEST(AttributeMap, KeepsNamesSortedByBytes) {
  const AttributeMap map{{"b", 1}, {"\xC3\xA9", 2}, {"", 3}, {"a", 4}, {"ab", 5}, {"B", 6}};
  std::vector<std::string> names;
  for (const auto& [name, value] : map) names.push_back(name);
  EXPECT_EQ(names, (std::vector<std::string>{"", "B", "a", "ab", "b", "\xC3\xA9"}));
}

TEST(AttributeMap, OfEqualNamesTheLastStays) {
  const AttributeMap map{{"a", 1}, {"b", 2}, {"a", 3}};
  EXPECT_EQ(map.size(), 2u);
  EXPECT_EQ(*map.Find("a"), AttributeValue(3));
}

TEST(AttributeMap, FindsNothingThatIsNotThere) {
  const AttributeMap map{{"b", 1}};
  EXPECT_EQ(map.Find("a"), nullptr);
  EXPECT_EQ(map.Find("c"), nullptr);
  EXPECT_EQ(AttributeMap().Find("b"), nullptr);
}

TEST(AttributeMap, SetReplacesOrAdds) {
  AttributeMap map{{"b", 1}};
  map.Set("b", "x");
  map.Set("a", true);
  EXPECT_EQ(map, (AttributeMap{{"a", true}, {"b", "x"}}));
}

TEST(AttributeMap, EraseTellsWhetherItWasThere) {
  AttributeMap map{{"a", 1}, {"b", 2}};
  EXPECT_TRUE(map.Erase("a"));
  EXPECT_FALSE(map.Erase("a"));
  EXPECT_EQ(map, (AttributeMap{{"b", 2}}));
}

TEST(AttributeMap, AppendBuildsInOrder) {
  AttributeMap map;
  map.Append("a", 1);
  map.Append("b", 2);
  EXPECT_EQ(map, (AttributeMap{{"a", 1}, {"b", 2}}));
}

TEST(AttributeValue, TakesTheTypesOfItsArguments) {
  EXPECT_EQ(AttributeValue().type(), AttributeType::kString);
  EXPECT_EQ(AttributeValue("x").type(), AttributeType::kString);
  EXPECT_EQ(AttributeValue(std::string_view("x")).bytes(), "x");
  EXPECT_EQ(AttributeValue(7).number(), Number::FromInt(7));
  EXPECT_EQ(AttributeValue(int64_t{-7}).number(), Number::FromInt(-7));
  EXPECT_EQ(AttributeValue(true).type(), AttributeType::kBool);
  EXPECT_TRUE(AttributeValue(true).boolean());
  EXPECT_EQ(AttributeValue(AttributeMap{{"a", 1}}).type(), AttributeType::kMap);
  EXPECT_EQ(AttributeValue::Null().type(), AttributeType::kNull);
  EXPECT_EQ(AttributeValue::Binary("x").type(), AttributeType::kBinary);
}

TEST(AttributeValue, SetsAreSortedAndUnique) {
  EXPECT_EQ(AttributeValue::StringSet({"b", "a", "b"}).byte_set(),
            (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(AttributeValue::BinarySet({"\xFF", "a"}).byte_set(),
            (std::vector<std::string>{"a", "\xFF"}));
  const auto numbers = AttributeValue::NumberSet(
      {Number::FromInt(10), Number::FromInt(9), Number::FromInt(-1), Number::FromInt(9)});
  EXPECT_EQ(numbers.number_set(),
            (std::vector<Number>{Number::FromInt(-1), Number::FromInt(9), Number::FromInt(10)}));
}

TEST(AttributeValue, EqualOnlyWithEqualTypes) {
  EXPECT_EQ(AttributeValue::MakeList({1, "x"}), AttributeValue::MakeList({1, "x"}));
  EXPECT_NE(AttributeValue::MakeList({1, "x"}), AttributeValue::MakeList({"x", 1}));
  EXPECT_NE(AttributeValue("x"), AttributeValue::Binary("x"));
  EXPECT_NE(AttributeValue::StringSet({"x"}), AttributeValue::BinarySet({"x"}));
  EXPECT_EQ(AttributeValue::Null(), AttributeValue::Null());
}

TEST(AttributeValue, CopiesAreIndependent) {
  AttributeValue original(AttributeMap{{"a", 1}});
  AttributeValue copy = original;
  copy.map().Set("a", 2);
  EXPECT_EQ(*original.map().Find("a"), AttributeValue(1));
}

}  // namespace
}  // namespace stator
