#include "kv/codec/number_codec.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/kv_codec/hex.h"
#include "tests/unit/kv_codec/random_tree.h"

namespace stator {
namespace {

using testing::FromHex;
using testing::Hex;
using testing::RandomNumber;
using testing::SeededRandom;

std::string Encoded(const Number& number) {
  std::string bytes;
  AppendNumber(number, &bytes);
  return bytes;
}

std::string Encoded(std::string_view text) { return Encoded(Number::Parse(text).value()); }

void ExpectRoundTrip(const Number& number) {
  const std::string bytes = Encoded(number);
  ASSERT_LE(bytes.size(), kMaxNumberBytes);
  const Result<Number> decoded = DecodeNumber(bytes);
  ASSERT_TRUE(decoded.ok()) << number.ToString();
  ASSERT_EQ(*decoded, number) << number.ToString();
  std::string text;
  ASSERT_TRUE(AppendNumberText(bytes, &text));
  ASSERT_EQ(text, number.ToString());
  ASSERT_EQ(EncodedNumberSizeBytes(bytes), number.SizeBytes()) << text;
}

TEST(NumberCodecGolden, Bytes) {
  EXPECT_EQ(Hex(Encoded("0")), "80 00");
  EXPECT_EQ(Hex(Encoded("1")), "C1 02 00");
  EXPECT_EQ(Hex(Encoded("-1")), "3E 64 66");
  EXPECT_EQ(Hex(Encoded("10")), "C1 0B 00");
  EXPECT_EQ(Hex(Encoded("99")), "C1 64 00");
  EXPECT_EQ(Hex(Encoded("100")), "C2 02 00");
  EXPECT_EQ(Hex(Encoded("101")), "C2 02 02 00");
  EXPECT_EQ(Hex(Encoded("-101")), "3D 64 64 66");
  EXPECT_EQ(Hex(Encoded("10001")), "C3 02 01 02 00");
  EXPECT_EQ(Hex(Encoded("-10001")), "3C 64 65 64 66");
  EXPECT_EQ(Hex(Encoded("0.5")), "C0 33 00");
  EXPECT_EQ(Hex(Encoded("-0.5")), "3F 33 66");
  EXPECT_EQ(Hex(Encoded("0.01")), "C0 02 00");
  EXPECT_EQ(Hex(Encoded("0.001")), "BF 0B 00");
  EXPECT_EQ(Hex(Encoded("123.456")), "C2 02 18 2E 3D 00");
  EXPECT_EQ(Hex(Encoded("1E-130")), "80 02 00");
  EXPECT_EQ(Hex(Encoded("-1E-130")), "7F 64 66");
  EXPECT_EQ(Hex(Encoded("1E125")), "FF 0B 00");
  EXPECT_EQ(Hex(Encoded("-1E125")), "00 5B 66");
  EXPECT_EQ(Hex(Encoded("9.9999999999999999999999999999999999999E+125")),
            "FF 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 00");
  EXPECT_EQ(Hex(Encoded("1.2345678901234567890123456789012345678")),
            "C1 02 18 2E 44 5A 02 18 2E 44 5A 02 18 2E 44 5A 02 18 2E 44 51 00");
}

TEST(NumberCodec, TheLongestTakesAllTheBytes) {
  EXPECT_EQ(Encoded("1.2345678901234567890123456789012345678").size(), kMaxNumberBytes);
}

TEST(NumberCodec, AppendsWithoutTouchingWhatIsThere) {
  std::string bytes = "x";
  AppendNumber(Number::FromInt(1), &bytes);
  EXPECT_EQ(Hex(bytes), "78 C1 02 00");
  std::string text = "n=";
  ASSERT_TRUE(AppendNumberText(Encoded("-2.5"), &text));
  EXPECT_EQ(text, "n=-2.5");
}

TEST(NumberCodec, RoundTripsEveryPowerOfTenWithEveryDigitCount) {
  for (int leading = Number::kMinExponent; leading <= Number::kMaxExponent; ++leading) {
    for (int digits = 1; digits <= Number::kMaxDigits; ++digits) {
      const std::string exponent = "E" + std::to_string(leading - digits + 1);
      for (const std::string& coefficient :
           {std::string(static_cast<size_t>(digits), '9'),
            "1" + std::string(static_cast<size_t>(digits - 1), '0'),
            digits == 1 ? "7" : "1" + std::string(static_cast<size_t>(digits - 2), '0') + "1"}) {
        ExpectRoundTrip(Number::Parse(coefficient + exponent).value());
        ExpectRoundTrip(Number::Parse("-" + coefficient + exponent).value());
      }
    }
  }
}

TEST(NumberCodec, RoundTripsRandomNumbers) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 20'000; ++i) ExpectRoundTrip(RandomNumber(&random));
}

TEST(NumberCodec, BytesSortAsNumbersSort) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  std::vector<Number> numbers = {Number()};
  for (int i = 0; i < 2'000; ++i) {
    const Number number = RandomNumber(&random);
    numbers.push_back(number);
    numbers.push_back(number.Negated());
    // A close neighbour, where there is one.
    const Result<Number> next =
        Number::FromParts(number.is_negative(), number.coefficient() + 1, number.exponent());
    if (next.ok()) numbers.push_back(*next);
  }
  std::sort(numbers.begin(), numbers.end());
  for (size_t i = 0; i + 1 < numbers.size(); ++i) {
    ASSERT_EQ(numbers[i] <=> numbers[i + 1], Encoded(numbers[i]) <=> Encoded(numbers[i + 1]))
        << numbers[i].ToString() << " and " << numbers[i + 1].ToString();
  }
}

TEST(NumberCodec, ExhaustiveOverTwoAndThreeDigitsOfAFewPlaces) {
  std::vector<Number> numbers;
  for (int exponent : {-130, -129, -3, -2, -1, 0, 1, 2, 121, 122}) {
    for (int coefficient = -999; coefficient <= 999; ++coefficient) {
      const auto magnitude = static_cast<unsigned>(std::abs(coefficient));
      numbers.push_back(Number::FromParts(coefficient < 0, magnitude, exponent).value());
    }
  }
  std::sort(numbers.begin(), numbers.end());
  for (size_t i = 0; i + 1 < numbers.size(); ++i) {
    ASSERT_EQ(numbers[i] <=> numbers[i + 1], Encoded(numbers[i]) <=> Encoded(numbers[i + 1]))
        << numbers[i].ToString() << " and " << numbers[i + 1].ToString();
  }
}

// In a sorted list every encoding that has another one as its prefix follows it, with only longer
// ones of the same prefix between: so neighbours suffice.
TEST(NumberCodec, NoEncodingIsThePrefixOfAnother) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  std::vector<std::string> encodings = {Encoded("0")};
  for (int i = 0; i < 5'000; ++i) {
    const Number number = RandomNumber(&random);
    encodings.push_back(Encoded(number));
    const int exponent = number.exponent() - 1;
    // The number with one more digit at its end.
    const Result<Number> longer =
        number.coefficient() < Number::FromInt(INT64_MAX).coefficient()
            ? Number::FromParts(number.is_negative(), number.coefficient() * 10 + 1, exponent)
            : Result<Number>(number);
    if (longer.ok()) encodings.push_back(Encoded(*longer));
  }
  std::sort(encodings.begin(), encodings.end());
  encodings.erase(std::unique(encodings.begin(), encodings.end()), encodings.end());
  for (size_t i = 0; i + 1 < encodings.size(); ++i) {
    ASSERT_FALSE(encodings[i + 1].starts_with(encodings[i])) << Hex(encodings[i]);
  }
}

TEST(NumberCodec, ConsumesNumbersThatFollowEachOther) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  std::vector<Number> numbers;
  std::string bytes;
  for (int i = 0; i < 1'000; ++i) {
    numbers.push_back(RandomNumber(&random));
    AppendNumber(numbers.back(), &bytes);
  }
  std::string_view rest = bytes;
  for (const Number& number : numbers) {
    std::string_view one;
    ASSERT_TRUE(ConsumeNumber(&rest, &one));
    ASSERT_EQ(DecodeNumber(one).value(), number);
  }
  EXPECT_TRUE(rest.empty());
}

TEST(NumberCodec, RefusesWhatIsNotCanonical) {
  for (const char* hex : {
           "",             // nothing
           "C1",           // no terminator
           "C1 02",        // no terminator
           "C1 00",        // no digits, and not zero's head
           "7F 66",        // the same, negative
           "81 00",        // likewise
           "C1 01 02 00",  // first digit 0
           "3E 65 64 66",  // the same, negative
           "C1 02 01 00",  // last digit 0
           "3E 64 65 66",  // the same, negative
           "C1 65 00",     // digit 100
           "3E 01 66",     // the same, negative
           "C1 66 00",     // digit 101
           "3E 00 66",     // the same, negative
           "C1 02 66",     // the terminator of the other sign
           "3E 64 00",     // likewise
           "C1 02 00 00",  // more than one number
           "80 00 00",     // likewise
           // 39 digits: 20 pairs that end in an odd one
           "C1 02 18 2E 44 5A 02 18 2E 44 5A 02 18 2E 44 5A 02 18 2E 44 52 00",
           // 39 digits: 20 pairs that begin with a two-digit one
           "C1 0C 18 2E 44 5A 02 18 2E 44 5A 02 18 2E 44 5A 02 18 2E 44 51 00",
           // 21 pairs
           "C1 02 18 2E 44 5A 02 18 2E 44 5A 02 18 2E 44 5A 02 18 2E 44 51 0B 00",
       }) {
    const std::string bytes = FromHex(hex);
    EXPECT_EQ(DecodeNumber(bytes).status().code(), Code::kCorruption) << hex;
    std::string text = "unchanged";
    EXPECT_FALSE(AppendNumberText(bytes, &text)) << hex;
    EXPECT_EQ(text, "unchanged");
    EXPECT_EQ(EncodedNumberSizeBytes(bytes), 0u) << hex;
  }
}

TEST(NumberCodec, WhateverDecodesEncodesToTheSameBytes) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  int decoded = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string bytes(1, static_cast<char>(random.Between(0, 255)));
    for (int64_t left = random.Between(1, 4); left > 0; --left) {
      bytes += static_cast<char>(random.Between(0, 103));
    }
    bytes.back() = random.OneIn(2) ? '\0' : '\x66';
    const Result<Number> number = DecodeNumber(bytes);
    if (!number.ok()) continue;
    ++decoded;
    ASSERT_EQ(Hex(Encoded(*number)), Hex(bytes));
  }
  EXPECT_GT(decoded, 10'000);
}

}  // namespace
}  // namespace stator
