#include "kv/codec/varint.h"

#include <gtest/gtest.h>

#include "tests/unit/kv_codec/hex.h"

namespace stator {
namespace {

using testing::FromHex;
using testing::Hex;

std::string Encoded(uint64_t value) {
  std::string bytes;
  AppendVarint(value, &bytes);
  return bytes;
}

TEST(Varint, GoldenBytes) {
  EXPECT_EQ(Hex(Encoded(0)), "00");
  EXPECT_EQ(Hex(Encoded(127)), "7F");
  EXPECT_EQ(Hex(Encoded(128)), "80 01");
  EXPECT_EQ(Hex(Encoded(300)), "AC 02");
  EXPECT_EQ(Hex(Encoded(16383)), "FF 7F");
  EXPECT_EQ(Hex(Encoded(16384)), "80 80 01");
  EXPECT_EQ(Hex(Encoded(UINT64_MAX)), "FF FF FF FF FF FF FF FF FF 01");
}

TEST(Varint, RoundTripsAroundEveryPowerOfTwo) {
  for (int bit = 0; bit < 64; ++bit) {
    for (const uint64_t value : {(uint64_t{1} << bit) - 1, uint64_t{1} << bit}) {
      const std::string bytes = Encoded(value);
      EXPECT_EQ(bytes.size(), VarintLength(value));
      std::string_view rest = bytes;
      uint64_t read = 0;
      ASSERT_TRUE(ConsumeVarint(&rest, &read));
      EXPECT_EQ(read, value);
      EXPECT_TRUE(rest.empty());
    }
  }
}

TEST(Varint, LeavesWhatFollows) {
  const std::string bytes = Encoded(300) + "xyz";
  std::string_view rest = bytes;
  uint64_t value = 0;
  ASSERT_TRUE(ConsumeVarint(&rest, &value));
  EXPECT_EQ(rest, "xyz");
}

TEST(Varint, RefusesTruncatedBytes) {
  for (const char* hex : {"", "80", "FF FF", "80 80 80 80 80 80 80 80 80"}) {
    const std::string bytes = FromHex(hex);
    std::string_view rest = bytes;
    uint64_t value;
    EXPECT_FALSE(ConsumeVarint(&rest, &value)) << hex;
  }
}

TEST(Varint, RefusesMoreThan64Bits) {
  for (const char* hex : {"FF FF FF FF FF FF FF FF FF 02", "80 80 80 80 80 80 80 80 80 80 01"}) {
    const std::string bytes = FromHex(hex);
    std::string_view rest = bytes;
    uint64_t value;
    EXPECT_FALSE(ConsumeVarint(&rest, &value)) << hex;
  }
}

TEST(Varint, OnlyTheShortestFormIsCanonical) {
  for (const char* hex : {"80 00", "FF 00", "81 80 00"}) {
    const std::string bytes = FromHex(hex);
    std::string_view rest = bytes;
    uint64_t value;
    EXPECT_FALSE(ConsumeCanonicalVarint(&rest, &value)) << hex;
    rest = bytes;
    EXPECT_TRUE(ConsumeVarint(&rest, &value)) << hex;
  }
}

TEST(LengthPrefixed, RoundTrips) {
  std::string bytes;
  AppendLengthPrefixed("abc", &bytes);
  AppendLengthPrefixed("", &bytes);
  AppendLengthPrefixed(std::string(200, 'x'), &bytes);
  std::string_view rest = bytes;
  std::string_view part;
  ASSERT_TRUE(ConsumeLengthPrefixed(&rest, &part));
  EXPECT_EQ(part, "abc");
  ASSERT_TRUE(ConsumeLengthPrefixed(&rest, &part));
  EXPECT_EQ(part, "");
  ASSERT_TRUE(ConsumeLengthPrefixed(&rest, &part));
  EXPECT_EQ(part, std::string(200, 'x'));
  EXPECT_TRUE(rest.empty());
}

TEST(LengthPrefixed, RefusesALengthPastTheEnd) {
  for (const char* hex : {"02 61", "FF FF FF FF FF FF FF FF FF 01 61", "80"}) {
    const std::string bytes = FromHex(hex);
    std::string_view rest = bytes;
    std::string_view part;
    EXPECT_FALSE(ConsumeLengthPrefixed(&rest, &part)) << hex;
  }
}

}  // namespace
}  // namespace stator
