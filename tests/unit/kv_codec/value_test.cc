#include "kv/codec/value.h"

#include <gtest/gtest.h>

#include "kv/base/limits.h"
#include "kv/codec/varint.h"
#include "tests/unit/kv_codec/hex.h"

namespace stator {
namespace {

using testing::FromHex;

TEST(ValueView, DefaultIsTheEmptyString) {
  EXPECT_EQ(ValueView(), Value("").view());
  EXPECT_EQ(Value().view(), Value("").view());
}

TEST(ValueView, ReadsScalars) {
  EXPECT_EQ(Value("x").view().bytes(), "x");
  EXPECT_EQ(Value(AttributeValue::Binary("y")).view().bytes(), "y");
  EXPECT_TRUE(Value(true).view().boolean());
  EXPECT_FALSE(Value(false).view().boolean());
  EXPECT_EQ(Value(-7).view().number().value(), Number::FromInt(-7));
  EXPECT_TRUE(Value(AttributeValue::Null()).view().is(AttributeType::kNull));
}

TEST(ValueView, FindsMembers) {
  const Value map(AttributeMap{{"a", 1}, {"ab", 2}, {"b", 3}, {"\xC3\xA9", 4}, {"", 5}});
  EXPECT_EQ(map.view().count(), 5u);
  EXPECT_EQ(map.view().Member("a"), Value(1).view());
  EXPECT_EQ(map.view().Member("ab"), Value(2).view());
  EXPECT_EQ(map.view().Member("b"), Value(3).view());
  EXPECT_EQ(map.view().Member("\xC3\xA9"), Value(4).view());
  EXPECT_EQ(map.view().Member(""), Value(5).view());
}

TEST(ValueView, MissesMembersThatAreNotThere) {
  const Value map(AttributeMap{{"b", 1}, {"d", 2}});
  for (const char* name : {"", "a", "c", "e", "bb", "B"}) {
    EXPECT_FALSE(map.view().Member(name).has_value()) << name;
  }
  EXPECT_FALSE(Value(AttributeMap()).view().Member("a").has_value());
}

TEST(ValueView, OnlyMapsHaveMembersAndOnlyListsElements) {
  const Value list(AttributeValue::MakeList({"a"}));
  const Value map(AttributeMap{{"a", 1}});
  EXPECT_FALSE(list.view().Member("a").has_value());
  EXPECT_FALSE(map.view().Element(0).has_value());
  EXPECT_FALSE(Value("a").view().Element(0).has_value());
}

TEST(ValueView, IndexesLists) {
  const Value list(AttributeValue::MakeList({"a", 2, AttributeValue::MakeList({})}));
  EXPECT_EQ(list.view().count(), 3u);
  EXPECT_EQ(list.view().Element(0), Value("a").view());
  EXPECT_EQ(list.view().Element(1), Value(2).view());
  EXPECT_EQ(list.view().Element(2)->count(), 0u);
  EXPECT_FALSE(list.view().Element(3).has_value());
  EXPECT_FALSE(list.view().Element(SIZE_MAX).has_value());
}

TEST(ValueView, LooksIntoSets) {
  const Value strings(AttributeValue::StringSet({"a", "c"}));
  EXPECT_EQ(strings.view().count(), 2u);
  EXPECT_TRUE(strings.view().SetContains("a"));
  EXPECT_TRUE(strings.view().SetContains("c"));
  EXPECT_FALSE(strings.view().SetContains("b"));
  EXPECT_FALSE(strings.view().SetContains("d"));
  EXPECT_FALSE(strings.view().SetContains(""));
  const Value numbers(AttributeValue::NumberSet({Number::FromInt(10), Number::FromInt(9)}));
  EXPECT_TRUE(numbers.view().SetContains(Value(9).view().bytes()));
  EXPECT_FALSE(numbers.view().SetContains(Value(8).view().bytes()));
  EXPECT_FALSE(Value("a").view().SetContains("a"));
}

TEST(ValueView, ScalarsCountNoMembers) {
  EXPECT_EQ(Value("abc").view().count(), 0u);
  EXPECT_EQ(Value(7).view().count(), 0u);
}

TEST(ValueView, EqualityNeedsTheSameType) {
  EXPECT_EQ(Value("x").view(), Value("x").view());
  EXPECT_FALSE(Value("x").view() == Value(AttributeValue::Binary("x")).view());
}

TEST(MemberCursor, WalksMapsInOrder) {
  const Value map(AttributeMap{{"b", 2}, {"a", 1}});
  MemberCursor it(map.view());
  ASSERT_TRUE(it.Valid());
  EXPECT_EQ(it.name(), "a");
  EXPECT_EQ(it.value(), Value(1).view());
  it.Next();
  ASSERT_TRUE(it.Valid());
  EXPECT_EQ(it.name(), "b");
  it.Next();
  EXPECT_FALSE(it.Valid());
  it.Next();
  EXPECT_FALSE(it.Valid());
}

TEST(MemberCursor, GivesSetElementsTheirType) {
  EXPECT_EQ(MemberCursor(Value(AttributeValue::StringSet({"x"})).view()).value().type(),
            AttributeType::kString);
  EXPECT_EQ(MemberCursor(Value(AttributeValue::BinarySet({"x"})).view()).value().type(),
            AttributeType::kBinary);
  EXPECT_EQ(MemberCursor(Value(AttributeValue::NumberSet({Number()})).view()).value().type(),
            AttributeType::kNumber);
}

TEST(MemberCursor, ScalarsHaveNothingToWalk) {
  EXPECT_FALSE(MemberCursor(Value("\x05").view()).Valid());
  EXPECT_FALSE(MemberCursor(Value(true).view()).Valid());
}

TEST(ValueSize, CountsAsTheServiceCounts) {
  EXPECT_EQ(Value("abc").view().SizeBytes(), 3u);
  EXPECT_EQ(Value(AttributeValue::Binary("ab")).view().SizeBytes(), 2u);
  EXPECT_EQ(Value(27).view().SizeBytes(), 2u);
  EXPECT_EQ(Value(true).view().SizeBytes(), 1u);
  EXPECT_EQ(Value(AttributeValue::Null()).view().SizeBytes(), 1u);
  EXPECT_EQ(Value(AttributeValue::StringSet({"a", "bc"})).view().SizeBytes(), 3u);
  EXPECT_EQ(Value(AttributeValue::NumberSet({Number::FromInt(1), Number::FromInt(-1)}))
                .view()
                .SizeBytes(),
            5u);
}

TEST(ValueSize, ContainersAddThreeAndOneForEachMember) {
  EXPECT_EQ(Value(AttributeMap()).view().SizeBytes(), 3u);
  EXPECT_EQ(Value(AttributeValue::MakeList({})).view().SizeBytes(), 3u);
  EXPECT_EQ(Value(AttributeValue::MakeList({"xy"})).view().SizeBytes(), 3u + 1 + 2);
  EXPECT_EQ(Value(AttributeMap{{"ab", "xy"}, {"c", true}}).view().SizeBytes(),
            3u + (1 + 2 + 2) + (1 + 1 + 1));
  EXPECT_EQ(Value(AttributeValue::MakeList({AttributeMap{{"a", 1}}})).view().SizeBytes(),
            3u + 1 + (3 + 1 + 1 + 2));
}

TEST(ValueView, SeesNothingInBrokenBytes) {
  for (const char* hex :
       {"", "80", "05", "01 05 61", "01 01 61", "01 01 61 0B 00", "01 01 61 01 09",
        "FF FF FF FF FF FF FF FF FF 01", "FF FF FF FF 0F 01 61"}) {
    const std::string body = FromHex(hex);
    const ValueView map(AttributeType::kMap, body);
    EXPECT_FALSE(map.Member("a").has_value()) << hex;
    EXPECT_FALSE(MemberCursor(map).Valid()) << hex;
    EXPECT_LE(map.count(), body.size()) << hex;
  }
  EXPECT_FALSE(ValueView(AttributeType::kBool, "").boolean());
  EXPECT_FALSE(ValueView(AttributeType::kNumber, "").number().ok());
  EXPECT_EQ(ValueView(AttributeType::kNumber, "xyz").SizeBytes(), 0u);
}

// Lists inside lists, `levels` of them, without anything inside.
std::string NestedLists(size_t levels) {
  std::string bytes = FromHex("07 01 00");
  for (size_t i = 1; i < levels; ++i) {
    const std::string inner = std::move(bytes);
    bytes.clear();
    AppendValue(ValueView(AttributeType::kList, "\x01" + inner), &bytes);
  }
  return bytes;
}

TEST(ValueView, DeepBytesDoNotOverflowTheStack) {
  // Built from the inside out, so that each level costs a few bytes.
  std::string bytes;
  size_t inner = 0;
  std::string reversed;
  for (int i = 0; i < 100'000; ++i) {
    std::string head = "\x07";
    AppendVarint(inner + 1, &head);
    head += '\x01';
    inner += head.size();
    reversed.append(head.rbegin(), head.rend());
  }
  bytes.assign(reversed.rbegin(), reversed.rend());
  std::string_view rest = bytes;
  ValueView deep;
  ASSERT_TRUE(ConsumeValue(&rest, &deep));
  EXPECT_LE(deep.SizeBytes(), 400u);
  EXPECT_EQ(ToAttributeValue(deep).type(), AttributeType::kList);
  EXPECT_FALSE(CheckValue(bytes).ok());
}

TEST(ConsumeValue, TakesOneValueAndLeavesTheRest) {
  std::string bytes;
  AppendValue(AttributeValue("a"), &bytes);
  AppendValue(AttributeValue(7), &bytes);
  std::string_view rest = bytes;
  ValueView value;
  ASSERT_TRUE(ConsumeValue(&rest, &value));
  EXPECT_EQ(value, Value("a").view());
  ASSERT_TRUE(ConsumeValue(&rest, &value));
  EXPECT_EQ(value, Value(7).view());
  EXPECT_FALSE(ConsumeValue(&rest, &value));
}

TEST(ConsumeValue, RefusesUnknownTagsAndBadLengths) {
  for (const char* hex : {"", "00 00", "0B 00", "FF 00", "01", "01 01", "01 80"}) {
    const std::string bytes = FromHex(hex);
    std::string_view rest = bytes;
    ValueView value;
    EXPECT_FALSE(ConsumeValue(&rest, &value)) << hex;
  }
}

TEST(CheckValue, AcceptsEveryType) {
  const AttributeValue values[] = {"",
                                   7,
                                   AttributeValue::Binary("\xFF"),
                                   true,
                                   AttributeValue::Null(),
                                   AttributeMap{{"a", 1}, {"b", "x"}},
                                   AttributeValue::MakeList({1, "x"}),
                                   AttributeValue::StringSet({"a", "b"}),
                                   AttributeValue::NumberSet({Number(), Number::FromInt(1)}),
                                   AttributeValue::BinarySet({"", "\xFF"})};
  for (const AttributeValue& value : values) {
    EXPECT_TRUE(CheckValue(Value(value).encoded()).ok()) << TypeDescriptor(value.type());
  }
}

TEST(CheckValue, RefusesWhatIsNotCanonical) {
  for (const char* hex : {
           "",                                  // nothing
           "00 00",                             // no such tag
           "0B 00",                             // likewise
           "01 02 61",                          // truncated
           "01 01 61 00",                       // something follows
           "01 81 00 61",                       // a length in a longer form
           "01 01 FF",                          // not UTF-8
           "02 02 C1 02",                       // a broken number
           "02 00",                             // likewise
           "04 00",                             // a BOOL of no bytes
           "04 01 02",                          // neither true nor false
           "04 02 01 01",                       // a BOOL of two bytes
           "05 01 00",                          // a NULL with a body
           "06 00",                             // no count
           "06 02 80 00",                       // a count in a longer form
           "06 01 01",                          // a member is missing
           "06 02 00 00",                       // something after the last member
           "06 09 02 01 62 05 00 01 61 05 00",  // names out of order
           "06 09 02 01 61 05 00 01 61 05 00",  // a name twice
           "06 05 01 01 FF 05 00",              // a name that is not UTF-8
           "06 05 01 01 61 04 00",              // a broken member
           "07 03 02 05 00",                    // an element is missing
           "07 05 01 05 00 05 00",              // an element too many
           "08 01 00",                          // an empty set
           "08 05 02 01 62 01 61",              // elements out of order
           "08 05 02 01 61 01 61",              // an element twice
           "08 03 01 01 FF",                    // not UTF-8
           "09 01 00",                          // an empty set
           "09 03 01 01 61",                    // not a number
           "09 09 02 03 C1 02 00 03 3E 64 66",  // numbers out of order
           "0A 01 00",                          // an empty set
           "0A 04 01 81 00 61",                 // an element's length in a longer form
       }) {
    EXPECT_EQ(CheckValue(FromHex(hex)).code(), Code::kCorruption) << hex;
  }
}

TEST(CheckValue, LimitsTheDepth) {
  EXPECT_TRUE(CheckValue(NestedLists(limits::kNestingLevels)).ok());
  EXPECT_FALSE(CheckValue(NestedLists(limits::kNestingLevels + 1)).ok());
}

}  // namespace
}  // namespace stator
