#include "kv/codec/key_codec.h"

#include <gtest/gtest.h>

#include "tests/unit/kv_codec/hex.h"
#include "tests/unit/kv_codec/random_tree.h"

namespace stator {
namespace {

using testing::FromHex;
using testing::Hex;
using testing::SeededRandom;

std::string Part(const AttributeValue& value) {
  std::string bytes;
  AppendKeyPart(Value(value).view(), &bytes);
  return bytes;
}

std::string PartPrefix(const AttributeValue& value) {
  std::string bytes;
  AppendKeyPartPrefix(Value(value).view(), &bytes);
  return bytes;
}

AttributeValue RandomKeyValue(SeededRandom* random, AttributeType type) {
  switch (type) {
    case AttributeType::kString: return testing::RandomText(random);
    case AttributeType::kNumber: return testing::RandomNumber(random);
    default: return AttributeValue::Binary(testing::RandomBytes(random));
  }
}

constexpr AttributeType kKeyTypes[] = {AttributeType::kString, AttributeType::kNumber,
                                       AttributeType::kBinary};

std::strong_ordering Order(const AttributeValue& a, const AttributeValue& b) {
  return a.is(AttributeType::kNumber) ? a.number() <=> b.number() : a.bytes() <=> b.bytes();
}

TEST(KeyCodec, BigEndianRoundTrips) {
  std::string bytes;
  AppendBigEndian32(0xFFFEFDFC, &bytes);
  AppendBigEndian64(0x0123456789ABCDEF, &bytes);
  EXPECT_EQ(ReadBigEndian32(bytes), 0xFFFEFDFCu);
  EXPECT_EQ(ReadBigEndian64(std::string_view(bytes).substr(4)), 0x0123456789ABCDEFu);
}

TEST(KeyCodec, PartsSortAsTheirValuesSort) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (const AttributeType type : kKeyTypes) {
    for (int i = 0; i < 20'000; ++i) {
      const AttributeValue a = RandomKeyValue(&random, type);
      const AttributeValue b = RandomKeyValue(&random, type);
      ASSERT_EQ(Order(a, b), Part(a) <=> Part(b)) << Hex(Part(a)) << " and " << Hex(Part(b));
    }
  }
}

TEST(KeyCodec, RunsOfPartsSortPartByPart) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 20'000; ++i) {
    const AttributeType types[] = {kKeyTypes[random.Between(0, 2)],
                                   kKeyTypes[random.Between(0, 2)]};
    const AttributeValue a[] = {RandomKeyValue(&random, types[0]),
                                RandomKeyValue(&random, types[1])};
    const AttributeValue b[] = {random.OneIn(2) ? a[0] : RandomKeyValue(&random, types[0]),
                                RandomKeyValue(&random, types[1])};
    const auto first = Order(a[0], b[0]);
    ASSERT_EQ(first != 0 ? first : Order(a[1], b[1]),
              Part(a[0]) + Part(a[1]) <=> Part(b[0]) + Part(b[1]));
  }
}

TEST(KeyCodec, NoPartIsThePrefixOfAnother) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (const AttributeType type : kKeyTypes) {
    for (int i = 0; i < 20'000; ++i) {
      const AttributeValue a = RandomKeyValue(&random, type);
      const AttributeValue b = RandomKeyValue(&random, type);
      ASSERT_EQ(Part(b).starts_with(Part(a)), a == b) << Hex(Part(a)) << " and " << Hex(Part(b));
    }
  }
}

TEST(KeyCodec, ThePrefixFormIsSharedByExactlyTheValuesThatStartWithIt) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  int shared = 0;
  for (int i = 0; i < 50'000; ++i) {
    const AttributeValue a = AttributeValue::Binary(testing::RandomBytes(&random).substr(0, 2));
    const AttributeValue b = AttributeValue::Binary(testing::RandomBytes(&random));
    const bool starts = b.bytes().starts_with(a.bytes());
    shared += starts ? 1 : 0;
    ASSERT_EQ(Part(b).starts_with(PartPrefix(a)), starts) << Hex(Part(b));
    // What begins_with reads: from the prefix form to its successor.
    const std::string end = PrefixSuccessor(PartPrefix(a));
    ASSERT_EQ(Part(b) >= PartPrefix(a) && (end.empty() || Part(b) < end), starts) << Hex(Part(b));
  }
  EXPECT_GT(shared, 1'000);
}

TEST(KeyCodec, PartsAreConsumedInTurn) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 5'000; ++i) {
    std::vector<AttributeValue> values;
    std::string key;
    for (int64_t left = random.Between(1, 5); left > 0; --left) {
      values.push_back(RandomKeyValue(&random, kKeyTypes[random.Between(0, 2)]));
      key += Part(values.back());
    }
    std::string_view rest = key;
    for (const AttributeValue& value : values) {
      std::string encoded = "x";
      ASSERT_TRUE(ConsumeKeyPart(&rest, value.type(), &encoded));
      ASSERT_EQ(Hex(encoded), Hex("x" + std::string(Value(value).encoded())));
    }
    ASSERT_TRUE(rest.empty());
  }
}

TEST(KeyCodec, RefusesWhatIsNoPart) {
  for (const char* hex : {"", "61", "61 00", "61 00 FF", "61 00 02 00 01", "00", "00 00 01"}) {
    for (const AttributeType type : {AttributeType::kString, AttributeType::kBinary}) {
      const std::string bytes = FromHex(hex);
      std::string_view rest = bytes;
      std::string encoded = "unchanged";
      EXPECT_FALSE(ConsumeKeyPart(&rest, type, &encoded)) << hex;
      EXPECT_EQ(encoded, "unchanged");
    }
  }
  const std::string number = FromHex("C1 01 00");
  std::string_view rest = number;
  std::string encoded = "unchanged";
  EXPECT_FALSE(ConsumeKeyPart(&rest, AttributeType::kNumber, &encoded));
  EXPECT_FALSE(ConsumeKeyPart(&rest, AttributeType::kBool, &encoded));
  EXPECT_EQ(encoded, "unchanged");
}

TEST(PrefixSuccessor, IsTheSmallestStringAboveAllWithThePrefix) {
  EXPECT_EQ(PrefixSuccessor("a"), "b");
  EXPECT_EQ(PrefixSuccessor("a\xFF"), "b");
  EXPECT_EQ(PrefixSuccessor("a\xFE\xFF\xFF"), "a\xFF");
  EXPECT_EQ(PrefixSuccessor(std::string_view("\0", 1)), "\x01");
}

TEST(PrefixSuccessor, IsEmptyWhereThereIsNone) {
  EXPECT_EQ(PrefixSuccessor(""), "");
  EXPECT_EQ(PrefixSuccessor("\xFF\xFF"), "");
}

}  // namespace
}  // namespace stator
