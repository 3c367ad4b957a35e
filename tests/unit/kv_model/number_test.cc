#include "kv/model/number.h"

#include <gtest/gtest.h>

#include <limits>

#include "kv/model/decimal.h"

namespace stator {
namespace {

Number N(std::string_view text) {
  const Result<Number> number = Number::Parse(text);
  EXPECT_TRUE(number.ok()) << text;
  return number.ok() ? *number : Number();
}

TEST(Number, DefaultIsZero) {
  EXPECT_TRUE(Number().is_zero());
  EXPECT_FALSE(Number().is_negative());
  EXPECT_EQ(Number(), N("0"));
}

TEST(Number, FromIntCoversInt64) {
  EXPECT_EQ(Number::FromInt(0).ToString(), "0");
  EXPECT_EQ(Number::FromInt(-1).ToString(), "-1");
  EXPECT_EQ(Number::FromInt(1'000'000).ToString(), "1000000");
  EXPECT_EQ(Number::FromInt(INT64_MAX).ToString(), "9223372036854775807");
  EXPECT_EQ(Number::FromInt(INT64_MIN).ToString(), "-9223372036854775808");
}

TEST(Number, EqualNumbersAreEqualHoweverTheyWereWritten) {
  EXPECT_EQ(N("100"), N("1E2"));
  EXPECT_EQ(N("100"), Number::FromInt(100));
  EXPECT_EQ(N("1.50"), N("15e-1"));
  EXPECT_NE(N("1"), N("-1"));
  EXPECT_NE(N("1"), N("10"));
}

TEST(Number, PartsAreNormalised) {
  const Number number = N("-12300");
  EXPECT_TRUE(number.coefficient() == 123);
  EXPECT_EQ(number.exponent(), 2);
  EXPECT_TRUE(number.is_negative());
}

TEST(Number, FromPartsNormalises) {
  EXPECT_EQ(*Number::FromParts(true, 12300, -2), N("-123"));
  EXPECT_EQ(*Number::FromParts(true, 0, 77), Number());
}

TEST(Number, FromPartsAcceptsThirtyNineDigitsWhenTheLastAreZero) {
  EXPECT_EQ(*Number::FromParts(false, PowerOfTen(38) * 3, 0), N("3E38"));
}

TEST(Number, FromPartsRefusesWhatDoesNotFit) {
  EXPECT_FALSE(Number::FromParts(false, PowerOfTen(38) + 1, 0).ok());
  EXPECT_FALSE(Number::FromParts(false, 1, 126).ok());
  EXPECT_FALSE(Number::FromParts(false, 1, -131).ok());
  EXPECT_FALSE(Number::FromParts(false, 10, std::numeric_limits<int>::max()).ok());
  EXPECT_FALSE(Number::FromParts(false, 10, std::numeric_limits<int>::min()).ok());
}

TEST(Number, AppendToAppends) {
  std::string text = "n=";
  N("-1.5").AppendTo(&text);
  EXPECT_EQ(text, "n=-1.5");
}

TEST(Number, OrdersAcrossSignsAndMagnitudes) {
  const char* const rising[] = {"-9.9999999999999999999999999999999999999E+125",
                                "-1E125",
                                "-100",
                                "-99.5",
                                "-99",
                                "-10",
                                "-2",
                                "-1.00000000000000000000000000000000001",
                                "-1",
                                "-0.5",
                                "-1E-129",
                                "-1E-130",
                                "0",
                                "1E-130",
                                "1E-129",
                                "0.5",
                                "1",
                                "1.00000000000000000000000000000000001",
                                "2",
                                "10",
                                "99",
                                "99.5",
                                "100",
                                "99999999999999999999999999999999999999",
                                "1E38",
                                "1E125",
                                "9.9999999999999999999999999999999999999E+125"};
  for (size_t i = 0; i < std::size(rising); ++i) {
    for (size_t j = 0; j < std::size(rising); ++j) {
      EXPECT_EQ(N(rising[i]) <=> N(rising[j]), i <=> j) << rising[i] << " and " << rising[j];
    }
  }
}

TEST(Number, NegatedTurnsTheSign) {
  EXPECT_EQ(N("1.5").Negated(), N("-1.5"));
  EXPECT_EQ(N("-1.5").Negated(), N("1.5"));
  EXPECT_EQ(Number().Negated(), Number());
}

TEST(Number, ToInt64TakesOnlyExactIntegersInRange) {
  int64_t value = -7;
  EXPECT_TRUE(N("0").ToInt64(&value));
  EXPECT_EQ(value, 0);
  EXPECT_TRUE(N("9223372036854775807").ToInt64(&value));
  EXPECT_EQ(value, INT64_MAX);
  EXPECT_TRUE(N("-9223372036854775808").ToInt64(&value));
  EXPECT_EQ(value, INT64_MIN);
  EXPECT_TRUE(N("9E18").ToInt64(&value));
  EXPECT_EQ(value, 9'000'000'000'000'000'000);
  value = -7;
  for (const char* text : {"9223372036854775808", "-9223372036854775809", "1E19", "0.5", "1E125",
                           "1E-130", "99999999999999999999999999999999999999"}) {
    EXPECT_FALSE(N(text).ToInt64(&value)) << text;
  }
  EXPECT_EQ(value, -7);
}

// The rule is in kv/FORMAT.md under "Items".
TEST(NumberSize, CountsPairsOfIntegerAndFractionDigitsApart) {
  EXPECT_EQ(N("0").SizeBytes(), 1u);
  EXPECT_EQ(N("7").SizeBytes(), 2u);
  EXPECT_EQ(N("27").SizeBytes(), 2u);
  EXPECT_EQ(N("461").SizeBytes(), 3u);
  EXPECT_EQ(N("12345").SizeBytes(), 4u);
  EXPECT_EQ(N("1.5").SizeBytes(), 3u);
  EXPECT_EQ(N("123.456").SizeBytes(), 5u);
  EXPECT_EQ(N("12345678901234567890123456789012345678").SizeBytes(), 20u);
  EXPECT_EQ(N("1.2345678901234567890123456789012345678").SizeBytes(), 21u);
}

TEST(NumberSize, ASignCountsOne) {
  EXPECT_EQ(N("-27").SizeBytes(), 3u);
  EXPECT_EQ(N("-1.5").SizeBytes(), 4u);
}

TEST(NumberSize, ZerosAtTheEndsCountNothing) {
  EXPECT_EQ(N("1E125").SizeBytes(), 2u);
  EXPECT_EQ(N("1000").SizeBytes(), 2u);
  EXPECT_EQ(N("0.001").SizeBytes(), 2u);
  EXPECT_EQ(N("1E-130").SizeBytes(), 2u);
}

TEST(NumberSize, ZerosInsideCount) {
  EXPECT_EQ(N("1001").SizeBytes(), 3u);
  EXPECT_EQ(N("5.001").SizeBytes(), 4u);
}

TEST(Decimal, CountDigitsIsRightAroundPowersOfTen) {
  EXPECT_EQ(CountDigits(0), 0);
  for (int power = 0; power < kMaxUint128Digits; ++power) {
    EXPECT_EQ(CountDigits(PowerOfTen(power)), power + 1);
    EXPECT_EQ(CountDigits(PowerOfTen(power) - 1), power);
  }
  EXPECT_EQ(CountDigits(~Uint128{0}), 39);
}

TEST(Decimal, CountDigitsIsRightAroundPowersOfTwo) {
  for (int bit = 0; bit < 128; ++bit) {
    const Uint128 value = Uint128{1} << bit;
    const int digits = CountDigits(value);
    EXPECT_TRUE(value >= PowerOfTen(digits - 1)) << bit;
    EXPECT_TRUE(digits == kMaxUint128Digits || value < PowerOfTen(digits)) << bit;
  }
}

TEST(Decimal, WriteDigitsWritesAllOfThem) {
  char digits[kMaxUint128Digits];
  EXPECT_EQ(WriteDigits(0, digits), 0);
  const int count = WriteDigits(~Uint128{0}, digits);
  EXPECT_EQ(std::string(digits, static_cast<size_t>(count)),
            "340282366920938463463374607431768211455");
  EXPECT_EQ(WriteDigits(PowerOfTen(20), digits), 21);
  EXPECT_EQ(std::string(digits, 21), "1" + std::string(20, '0'));
}

}  // namespace
}  // namespace stator
