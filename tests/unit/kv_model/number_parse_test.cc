#include <gtest/gtest.h>

#include "kv/model/number.h"

namespace stator {
namespace {

// The text that a number reads back as, or the error.
std::string Reread(std::string_view text) {
  const Result<Number> number = Number::Parse(text);
  return number.ok() ? number->ToString() : "error: " + number.status().message();
}

constexpr char kOverflow[] =
    "error: Number overflow. Attempting to store a number with magnitude larger than supported "
    "range";
constexpr char kUnderflow[] =
    "error: Number underflow. Attempting to store a number with magnitude smaller than supported "
    "range";
constexpr char kTooManyDigits[] =
    "error: Attempting to store more than 38 significant digits in a Number";

std::string NotNumeric(const std::string& text) {
  return "error: The parameter cannot be converted to a numeric value: " + text;
}

TEST(NumberParse, ReadsIntegers) {
  EXPECT_EQ(Reread("0"), "0");
  EXPECT_EQ(Reread("7"), "7");
  EXPECT_EQ(Reread("-42"), "-42");
  EXPECT_EQ(Reread("1000"), "1000");
  EXPECT_EQ(Reread("9223372036854775808"), "9223372036854775808");
}

TEST(NumberParse, AcceptsAPlusSign) { EXPECT_EQ(Reread("+5"), "5"); }

TEST(NumberParse, DropsLeadingZeros) {
  EXPECT_EQ(Reread("00042"), "42");
  EXPECT_EQ(Reread("-0000.5"), "-0.5");
}

TEST(NumberParse, DropsTrailingZerosOfTheFraction) {
  EXPECT_EQ(Reread("1.0"), "1");
  EXPECT_EQ(Reread("3.1400"), "3.14");
  EXPECT_EQ(Reread("100.00"), "100");
}

TEST(NumberParse, AcceptsAPointAtEitherEnd) {
  EXPECT_EQ(Reread(".5"), "0.5");
  EXPECT_EQ(Reread("5."), "5");
}

TEST(NumberParse, ExpandsExponents) {
  EXPECT_EQ(Reread("1.5E2"), "150");
  EXPECT_EQ(Reread("1e+3"), "1000");
  EXPECT_EQ(Reread("25e-4"), "0.0025");
  EXPECT_EQ(Reread("12345.678E-2"), "123.45678");
}

TEST(NumberParse, ZeroHasAnExponentInTheRange) {
  EXPECT_EQ(Reread("0e126"), kOverflow);
  EXPECT_EQ(Reread("-0.00E999"), kOverflow);
  EXPECT_EQ(Reread("0e-131"), kUnderflow);
}

TEST(NumberParse, EveryFormOfZeroIsZero) {
  for (const char* text : {"0", "-0", "+0", "0.000", "00", ".0", "0.", "0e0", "-0E125", "0e-130"}) {
    const Result<Number> number = Number::Parse(text);
    ASSERT_TRUE(number.ok()) << text;
    EXPECT_EQ(*number, Number()) << text;
    EXPECT_EQ(number->ToString(), "0") << text;
  }
}

TEST(NumberParse, KeepsThirtyEightDigits) {
  const std::string digits = "12345678901234567890123456789012345678";
  EXPECT_EQ(Reread(digits), digits);
  EXPECT_EQ(Reread("-" + digits), "-" + digits);
  EXPECT_EQ(Reread("0." + digits), "0." + digits);
  EXPECT_EQ(Reread("99999999999999999999999999999999999999"),
            "99999999999999999999999999999999999999");
}

TEST(NumberParse, RefusesThirtyNineDigits) {
  EXPECT_EQ(Reread("123456789012345678901234567890123456789"), kTooManyDigits);
  EXPECT_EQ(Reread("-1.23456789012345678901234567890123456789"), kTooManyDigits);
  EXPECT_EQ(Reread("100000000000000000000000000000000000001"), kTooManyDigits);
}

TEST(NumberParse, ZerosAtTheEndsAreNotSignificant) {
  const std::string zeros(80, '0');
  EXPECT_EQ(Reread("1" + zeros), "1" + zeros);
  EXPECT_EQ(Reread(zeros + "1." + zeros), "1");
  EXPECT_EQ(Reread("0." + zeros + "1"), "0." + zeros + "1");
}

TEST(NumberParse, AcceptsTheLimitsOfTheMagnitude) {
  EXPECT_EQ(Reread("9.9999999999999999999999999999999999999E+125"),
            std::string(38, '9') + std::string(88, '0'));
  EXPECT_EQ(Reread("-9.9999999999999999999999999999999999999E+125"),
            "-" + std::string(38, '9') + std::string(88, '0'));
  EXPECT_EQ(Reread("1E-130"), "0." + std::string(129, '0') + "1");
  EXPECT_EQ(Reread("-1E-130"), "-0." + std::string(129, '0') + "1");
}

TEST(NumberParse, MagnitudeIsThatOfTheLeadingDigit) {
  EXPECT_EQ(Reread("1.2345678901234567890123456789012345678E-130"),
            "0." + std::string(129, '0') + "12345678901234567890123456789012345678");
  EXPECT_EQ(Reread("1000E-133"), "0." + std::string(129, '0') + "1");
  EXPECT_EQ(Reread("0.001E+128"), "1" + std::string(125, '0'));
}

TEST(NumberParse, RefusesWhatIsTooLarge) {
  EXPECT_EQ(Reread("1E+126"), kOverflow);
  EXPECT_EQ(Reread("-1E126"), kOverflow);
  EXPECT_EQ(Reread("1E2147483647"), kOverflow);
  EXPECT_EQ(Reread("1" + std::string(126, '0')), kOverflow);
}

TEST(NumberParse, RefusesWhatIsTooSmall) {
  EXPECT_EQ(Reread("1E-131"), kUnderflow);
  EXPECT_EQ(Reread("-9.99E-131"), kUnderflow);
  EXPECT_EQ(Reread("1E-2147483647"), kUnderflow);
}

TEST(NumberParse, MagnitudeIsCheckedBeforeDigits) {
  EXPECT_EQ(Reread("123456789012345678901234567890123456789E+100"), kOverflow);
  EXPECT_EQ(Reread("123456789012345678901234567890123456789E-200"), kUnderflow);
}

TEST(NumberParse, RefusesWhatIsNoNumber) {
  for (const char* text :
       {"abc", "NaN", "Infinity", "-Infinity", "0x10", "1,5", "1_000", "--1",  "+-1", "1.2.3", ".",
        "-",   "+",   "e5",       ".e5",       "1e",   "1e+", "1e1.5", "1e5x", "1f",  "１"}) {
    EXPECT_EQ(Reread(text), NotNumeric(text));
  }
}

TEST(NumberParse, RefusesBlanks) {
  for (const char* text : {" 1", "1 ", "1 2", "\t1", "1\n", "- 1"}) {
    EXPECT_EQ(Reread(text), NotNumeric(text));
  }
}

TEST(NumberParse, TheErrorForEmptyTextEndsAfterTheColon) {
  EXPECT_EQ(Reread(""), "error: The parameter cannot be converted to a numeric value");
}

TEST(NumberParse, RefusesExponentsBeyondJavasInt) {
  EXPECT_EQ(Reread("1E2147483648"), NotNumeric("1E2147483648"));
  EXPECT_EQ(Reread("1E-99999999999999999999"), NotNumeric("1E-99999999999999999999"));
  EXPECT_EQ(Reread("1E00000000000000000002"), "100");
}

TEST(NumberParse, RefusesAZeroByteInTheText) {
  EXPECT_FALSE(Number::Parse(std::string_view("1\0", 2)).ok());
}

TEST(NumberParse, ErrorsAreValidationErrors) {
  for (const char* text :
       {"abc", "", "1E126", "1E-131", "123456789012345678901234567890123456789"}) {
    EXPECT_EQ(Number::Parse(text).status().code(), Code::kValidation) << text;
  }
}

}  // namespace
}  // namespace stator
