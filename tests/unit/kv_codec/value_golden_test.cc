// The bytes of values, items and keys, as kv/FORMAT.md promises them. A change here is a change of
// the format on disk.

#include <gtest/gtest.h>

#include "kv/codec/item.h"
#include "kv/codec/key_codec.h"
#include "kv/codec/value.h"
#include "tests/unit/kv_codec/hex.h"

namespace stator {
namespace {

using testing::Hex;

std::string Bytes(const AttributeValue& value) { return Hex(Value(value).encoded()); }
std::string Bytes(const Item& item) { return Hex(item.encoded()); }

TEST(ValueGolden, Strings) {
  EXPECT_EQ(Bytes(""), "01 00");
  EXPECT_EQ(Bytes("ab"), "01 02 61 62");
  EXPECT_EQ(Bytes("\xE2\x82\xAC"), "01 03 E2 82 AC");
  EXPECT_EQ(Bytes(std::string(128, 'a')).substr(0, 14), "01 80 01 61 61");
}

TEST(ValueGolden, Numbers) {
  EXPECT_EQ(Bytes(0), "02 02 80 00");
  EXPECT_EQ(Bytes(7), "02 03 C1 08 00");
}

TEST(ValueGolden, Binaries) { EXPECT_EQ(Bytes(AttributeValue::Binary("\xFF")), "03 01 FF"); }

TEST(ValueGolden, BooleansAndNull) {
  EXPECT_EQ(Bytes(true), "04 01 01");
  EXPECT_EQ(Bytes(false), "04 01 00");
  EXPECT_EQ(Bytes(AttributeValue::Null()), "05 00");
}

TEST(ValueGolden, Maps) {
  EXPECT_EQ(Bytes(AttributeValue(AttributeMap())), "06 01 00");
  EXPECT_EQ(Bytes(AttributeValue(AttributeMap{{"b", 1}, {"a", AttributeValue::Null()}})),
            "06 0C 02 01 61 05 00 01 62 02 03 C1 02 00");
}

TEST(ValueGolden, Lists) {
  EXPECT_EQ(Bytes(AttributeValue::MakeList({})), "07 01 00");
  EXPECT_EQ(Bytes(AttributeValue::MakeList({"b", AttributeValue::MakeList({true})})),
            "07 0A 02 01 01 62 07 04 01 04 01 01");
}

TEST(ValueGolden, Sets) {
  EXPECT_EQ(Bytes(AttributeValue::StringSet({"b", "", "ab"})), "08 07 03 00 02 61 62 01 62");
  EXPECT_EQ(Bytes(AttributeValue::NumberSet({Number::FromInt(1), Number::FromInt(-1)})),
            "09 09 02 03 3E 64 66 03 C1 02 00");
  EXPECT_EQ(Bytes(AttributeValue::BinarySet({"\xFF", "\x01"})), "0A 05 02 01 01 01 FF");
}

TEST(ItemGolden, Items) {
  EXPECT_EQ(Bytes(Item()), "01 00 00");
  EXPECT_EQ(Bytes(Item{{"pk", "x"}, {"n", 7}}), "01 06 02 01 6E 02 03 C1 08 00 02 70 6B 01 01 78");
}

TEST(ItemGolden, TheSizeIsAVarintToo) {
  // 2 + 298 bytes of name and value.
  EXPECT_EQ(Bytes(Item{{"pk", std::string(298, 'x')}}).substr(0, 8), "01 AC 02");
}

std::string Part(const AttributeValue& value) {
  std::string bytes;
  AppendKeyPart(Value(value).view(), &bytes);
  return Hex(bytes);
}

TEST(KeyGolden, Parts) {
  EXPECT_EQ(Part(""), "00 01");
  EXPECT_EQ(Part("ab"), "61 62 00 01");
  EXPECT_EQ(Part(AttributeValue::Binary(std::string("a\0", 2))), "61 00 FF 00 01");
  EXPECT_EQ(Part(AttributeValue::Binary(std::string("\0\xFF\x01", 3))), "00 FF FF 01 00 01");
  EXPECT_EQ(Part(1), "C1 02 00");
  EXPECT_EQ(Part(0), "80 00");
}

TEST(KeyGolden, BigEndianHeads) {
  std::string bytes;
  AppendBigEndian32(0x01020304, &bytes);
  AppendBigEndian64(0xF1F2F3F4F5F6F7F8, &bytes);
  EXPECT_EQ(Hex(bytes), "01 02 03 04 F1 F2 F3 F4 F5 F6 F7 F8");
}

}  // namespace
}  // namespace stator
