#include "kv/codec/value_builder.h"

#include <gtest/gtest.h>

#include "tests/unit/kv_codec/hex.h"

namespace stator {
namespace {

using testing::Hex;
using SetState = ValueBuilder::SetState;

TEST(ValueBuilder, BuildsScalars) {
  ValueBuilder builder;
  builder.String("x");
  EXPECT_EQ(Hex(builder.FinishValue().encoded()), "01 01 78");
  builder.NumberValue(Number::FromInt(1));
  EXPECT_EQ(Hex(builder.FinishValue().encoded()), "02 03 C1 02 00");
  builder.Binary("\xFF");
  EXPECT_EQ(Hex(builder.FinishValue().encoded()), "03 01 FF");
  builder.Bool(true);
  EXPECT_EQ(Hex(builder.FinishValue().encoded()), "04 01 01");
  builder.Bool(false);
  EXPECT_EQ(Hex(builder.FinishValue().encoded()), "04 01 00");
  builder.Null();
  EXPECT_EQ(Hex(builder.FinishValue().encoded()), "05 00");
}

TEST(ValueBuilder, SortsMembers) {
  ValueBuilder builder;
  builder.BeginMap();
  for (const char* name : {"b", "a", "ab", ""}) {
    builder.Name(name);
    builder.String(name);
  }
  builder.EndMap();
  EXPECT_EQ(builder.FinishValue().encoded(),
            Value(AttributeMap{{"", ""}, {"a", "a"}, {"ab", "ab"}, {"b", "b"}}).encoded());
}

TEST(ValueBuilder, OfEqualNamesTheLastStays) {
  ValueBuilder builder;
  builder.BeginMap();
  builder.Name("b");
  builder.NumberValue(Number::FromInt(1));
  builder.Name("a");
  builder.Null();
  builder.Name("b");
  builder.BeginList();
  builder.String("nested");
  builder.EndList();
  builder.Name("b");
  builder.NumberValue(Number::FromInt(2));
  builder.EndMap();
  EXPECT_EQ(builder.ItemSizeBytes(), 1u + 1 + 1 + 2);
  EXPECT_EQ(builder.FinishItem(), (Item{{"a", AttributeValue::Null()}, {"b", 2}}));
}

TEST(ValueBuilder, EqualNamesThatFollowEachOtherAreFoundToo) {
  ValueBuilder builder;
  builder.BeginMap();
  builder.Name("a");
  builder.Bool(false);
  builder.Name("a");
  builder.Bool(true);
  builder.EndMap();
  EXPECT_EQ(builder.FinishItem(), (Item{{"a", true}}));
}

TEST(ValueBuilder, NestsMapsAndLists) {
  ValueBuilder builder;
  builder.BeginMap();
  builder.Name("list");
  builder.BeginList();
  builder.BeginMap();
  builder.Name("z");
  builder.Bool(true);
  builder.Name("y");
  builder.BeginList();
  builder.EndList();
  builder.EndMap();
  builder.String("x");
  builder.EndList();
  builder.Name("a");
  builder.BeginMap();
  builder.EndMap();
  EXPECT_EQ(builder.depth(), 1u);
  builder.EndMap();
  EXPECT_EQ(builder.depth(), 0u);
  const AttributeMap expected{
      {"a", AttributeMap()},
      {"list", AttributeValue::MakeList(
                   {AttributeMap{{"y", AttributeValue::MakeList({})}, {"z", true}}, "x"})}};
  EXPECT_EQ(builder.ItemSizeBytes(), Item(expected).SizeBytes());
  EXPECT_EQ(builder.FinishItem().ToMap(), expected);
}

TEST(ValueBuilder, SortsSets) {
  ValueBuilder builder;
  builder.BeginSet(AttributeType::kNumberSet);
  for (const int n : {10, 9, -1}) builder.NumberValue(Number::FromInt(n));
  EXPECT_EQ(builder.EndSet(), SetState::kOk);
  EXPECT_EQ(builder.ValueSizeBytes(), 2u + 2 + 3);
  EXPECT_EQ(builder.FinishValue().encoded(),
            Value(AttributeValue::NumberSet(
                      {Number::FromInt(-1), Number::FromInt(9), Number::FromInt(10)}))
                .encoded());
}

TEST(ValueBuilder, TellsOfDuplicatesInSets) {
  ValueBuilder builder;
  builder.BeginSet(AttributeType::kStringSet);
  for (const char* s : {"b", "a", "b"}) builder.String(s);
  EXPECT_EQ(builder.EndSet(), SetState::kDuplicates);
  EXPECT_EQ(builder.FinishValue().encoded(),
            Value(AttributeValue::StringSet({"a", "b"})).encoded());
}

TEST(ValueBuilder, NumbersOfEqualValueAreDuplicates) {
  ValueBuilder builder;
  builder.BeginSet(AttributeType::kNumberSet);
  builder.NumberValue(Number::Parse("1.0").value());
  builder.NumberValue(Number::Parse("1").value());
  EXPECT_EQ(builder.EndSet(), SetState::kDuplicates);
}

TEST(ValueBuilder, TellsOfEmptySets) {
  ValueBuilder builder;
  builder.BeginSet(AttributeType::kBinarySet);
  EXPECT_EQ(builder.EndSet(), SetState::kEmpty);
}

TEST(ValueBuilder, TakesEncodedValues) {
  const Value nested(AttributeMap{{"a", AttributeValue::MakeList({1, 2})}});
  ValueBuilder builder;
  builder.BeginMap();
  builder.Name("m");
  builder.Encoded(nested.view());
  builder.Name("k");
  builder.Encoded(Value("x").view());
  builder.EndMap();
  const Item expected{{"k", "x"}, {"m", AttributeMap{{"a", AttributeValue::MakeList({1, 2})}}}};
  EXPECT_EQ(builder.ItemSizeBytes(), expected.SizeBytes());
  EXPECT_EQ(builder.FinishItem(), expected);
}

TEST(ValueBuilder, TakesTrees) {
  ValueBuilder builder;
  builder.BeginList();
  builder.Tree(AttributeMap{{"a", AttributeValue::StringSet({"x", "y"})}});
  builder.Tree(AttributeValue::BinarySet({"x"}));
  builder.EndList();
  EXPECT_EQ(ToAttributeValue(builder.FinishValue().view()),
            AttributeValue::MakeList({AttributeMap{{"a", AttributeValue::StringSet({"x", "y"})}},
                                      AttributeValue::BinarySet({"x"})}));
}

TEST(ValueBuilder, AppendsToWhatIsThere) {
  std::string bytes = "ab";
  ValueBuilder builder;
  builder.Null();
  builder.FinishValueInto(&bytes);
  builder.BeginMap();
  builder.EndMap();
  builder.FinishItemInto(&bytes);
  EXPECT_EQ(Hex(bytes), "61 62 05 00 01 00 00");
}

TEST(ValueBuilder, ClearForgetsAnUnfinishedValue) {
  ValueBuilder builder;
  builder.BeginMap();
  builder.Name("a");
  builder.BeginList();
  builder.Clear();
  EXPECT_EQ(builder.depth(), 0u);
  builder.String("x");
  EXPECT_EQ(Hex(builder.FinishValue().encoded()), "01 01 78");
}

TEST(ValueBuilder, ANameBeforeClearDoesNotReachTheNextValue) {
  ValueBuilder builder;
  builder.BeginMap();
  builder.Name("left over");
  builder.Clear();
  builder.BeginMap();
  builder.Name("a");
  builder.Null();
  builder.EndMap();
  EXPECT_EQ(builder.FinishItem(), (Item{{"a", AttributeValue::Null()}}));
}

TEST(ValueBuilder, IsReusableAfterAHugeValue) {
  ValueBuilder builder;
  builder.String(std::string(3'000'000, 'x'));
  EXPECT_EQ(builder.ValueSizeBytes(), 3'000'000u);
  EXPECT_EQ(builder.FinishValue().view().bytes().size(), 3'000'000u);
  builder.Null();
  EXPECT_EQ(Hex(builder.FinishValue().encoded()), "05 00");
}

TEST(ValueBuilder, HoldsManyMembersInAnyOrder) {
  AttributeMap expected;
  ValueBuilder builder;
  builder.BeginMap();
  for (int i = 0; i < 5'000; ++i) {
    const std::string name = std::to_string(i * 7919 % 5'000);
    builder.Name(name);
    builder.String(name);
    expected.Set(name, name);
  }
  builder.EndMap();
  EXPECT_EQ(builder.FinishItem(), Item(expected));
}

}  // namespace
}  // namespace stator
