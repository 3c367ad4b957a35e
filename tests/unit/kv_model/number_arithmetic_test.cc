#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "kv/model/number.h"
#include "tests/support/seeded_random.h"

namespace stator {
namespace {

Number N(std::string_view text) {
  const Result<Number> number = Number::Parse(text);
  EXPECT_TRUE(number.ok()) << text;
  return number.ok() ? *number : Number();
}

std::string Shown(const Result<Number>& number) {
  return number.ok() ? number->ToString() : "error: " + number.status().message();
}

std::string Sum(std::string_view a, std::string_view b) { return Shown(Number::Add(N(a), N(b))); }

constexpr char kMax[] = "9.9999999999999999999999999999999999999E+125";
constexpr char kOverflow[] =
    "error: Number overflow. Attempting to store a number with magnitude larger than supported "
    "range";
constexpr char kUnderflow[] =
    "error: Number underflow. Attempting to store a number with magnitude smaller than supported "
    "range";
constexpr char kTooManyDigits[] =
    "error: Attempting to store more than 38 significant digits in a Number";

TEST(NumberArithmetic, AddsExactly) {
  EXPECT_EQ(Sum("1", "2"), "3");
  EXPECT_EQ(Sum("0.1", "0.2"), "0.3");
  EXPECT_EQ(Sum("-5", "2"), "-3");
  EXPECT_EQ(Sum("2", "-5"), "-3");
  EXPECT_EQ(Sum("-2", "-5"), "-7");
  EXPECT_EQ(Sum("9223372036854775807", "1"), "9223372036854775808");
  EXPECT_EQ(Sum("100000000000000000000.00000001", "-1"), "99999999999999999999.00000001");
}

TEST(NumberArithmetic, ZeroChangesNothing) {
  EXPECT_EQ(Sum("0", kMax), N(kMax).ToString());
  EXPECT_EQ(Sum("1E-130", "0"), N("1E-130").ToString());
  EXPECT_EQ(Sum("0", "0"), "0");
}

TEST(NumberArithmetic, OppositesCancelToZero) {
  EXPECT_EQ(Number::Add(N("-1.5"), N("1.5")).value(), Number());
  EXPECT_EQ(Number::Subtract(N(kMax), N(kMax)).value(), Number());
}

TEST(NumberArithmetic, SubtractsExactly) {
  EXPECT_EQ(Shown(Number::Subtract(N("0.3"), N("0.1"))), "0.2");
  EXPECT_EQ(Shown(Number::Subtract(N("1"), N("-1"))), "2");
  EXPECT_EQ(Shown(Number::Subtract(N("0"), N("7"))), "-7");
}

TEST(NumberArithmetic, ResultsAreNormalised) {
  const Number sum = Number::Add(N("1.5"), N("0.5")).value();
  EXPECT_TRUE(sum.coefficient() == 2);
  EXPECT_EQ(sum.exponent(), 0);
  EXPECT_EQ(Sum("99999999999999999999999999999999999999", "1"), "1" + std::string(38, '0'));
}

TEST(NumberArithmetic, ABorrowMayBringThirtyNineDigitsBackToThirtyEight) {
  EXPECT_EQ(Sum("1E38", "-1"), std::string(38, '9'));
  EXPECT_EQ(Sum("-1E38", "1"), "-" + std::string(38, '9'));
  EXPECT_EQ(Sum("1E-91", "-1E-129"), "0." + std::string(91, '0') + std::string(38, '9'));
}

TEST(NumberArithmetic, RefusesResultsOfMoreThanThirtyEightDigits) {
  EXPECT_EQ(Sum("1E38", "1"), kTooManyDigits);
  EXPECT_EQ(Sum("2E38", "-1"), kTooManyDigits);
  EXPECT_EQ(Sum(kMax, "1E-130"), kTooManyDigits);
  EXPECT_EQ(Sum("1E125", "-1E-130"), kTooManyDigits);
  EXPECT_EQ(Sum("1E76", "1"), kTooManyDigits);
  EXPECT_EQ(Sum("12345678901234567890123456789012345678", "0.1"), kTooManyDigits);
}

TEST(NumberArithmetic, RefusesOverflow) {
  EXPECT_EQ(Sum(kMax, "1E125"), kOverflow);
  EXPECT_EQ(Sum(kMax, "1E88"), kOverflow);
  EXPECT_EQ(Shown(Number::Subtract(N("-9E125"), N("1E125"))), kOverflow);
  EXPECT_EQ(Sum(kMax, "9.9999999999999999999999999999999999999E+87"), kTooManyDigits);
}

TEST(NumberArithmetic, RefusesUnderflow) {
  EXPECT_EQ(Sum("1.1E-130", "-1E-130"), kUnderflow);
  EXPECT_EQ(Sum("1.0000000000000000000000000000000000001E-130", "-1E-130"), kUnderflow);
  EXPECT_EQ(Sum("1E-129", "-9E-130"), "0." + std::string(129, '0') + "1");
}

// Schoolbook decimal addition over every place that a number can have, as a second opinion.
class Places {
 public:
  explicit Places(const Number& number) {
    int place = number.exponent() - kLowest;
    for (auto rest = number.coefficient(); rest != 0; rest /= 10) {
      const int digit = static_cast<int>(rest % 10);
      digits_[static_cast<size_t>(place++)] = number.is_negative() ? -digit : digit;
    }
  }

  void Add(const Places& other) {
    for (size_t i = 0; i < digits_.size(); ++i) digits_[i] += other.digits_[i];
    negative_ = Carry() < 0;
    if (!negative_) return;
    for (int& digit : digits_) digit = -digit;
    for (size_t i = 0; i < digits_.size(); ++i) Carry();
  }

  std::string Text() const {
    const int top = Highest();
    if (top < 0) return "0";
    const int bottom = LowestNonZero();
    if (top + kLowest > Number::kMaxExponent) return kOverflow;
    if (top + kLowest < Number::kMinExponent) return kUnderflow;
    if (top - bottom >= Number::kMaxDigits) return kTooManyDigits;
    std::string text = negative_ ? "-" : "";
    for (int i = std::max(top, -kLowest); i >= std::min(bottom, -kLowest); --i) {
      if (i == -kLowest - 1) text += '.';
      text += static_cast<char>('0' + digits_[static_cast<size_t>(i)]);
    }
    return text;
  }

 private:
  static constexpr int kLowest = -170;

  // Brings every digit but the highest into 0 … 9; the highest tells the sign.
  int Carry() {
    for (size_t i = 0; i + 1 < digits_.size(); ++i) {
      while (digits_[i] < 0) digits_[i] += 10, --digits_[i + 1];
      while (digits_[i] > 9) digits_[i] -= 10, ++digits_[i + 1];
    }
    return digits_.back();
  }
  int Highest() const {
    int i = static_cast<int>(digits_.size()) - 1;
    while (i >= 0 && digits_[static_cast<size_t>(i)] == 0) --i;
    return i;
  }
  int LowestNonZero() const {
    int i = 0;
    while (digits_[static_cast<size_t>(i)] == 0) ++i;
    return i;
  }

  std::array<int, 300> digits_{};
  bool negative_ = false;
};

Number RandomNumber(testing::SeededRandom* random, int near_place) {
  const int digits = static_cast<int>(random->Between(1, Number::kMaxDigits));
  std::string text = random->OneIn(2) ? "-" : "";
  text += static_cast<char>('0' + random->Between(1, 9));
  // Runs of nines and zeros, so that carries and borrows go far.
  const char run = random->OneIn(3) ? '9' : random->OneIn(2) ? '0' : 0;
  for (int i = 1; i < digits; ++i) {
    text += run != 0 && !random->OneIn(8) ? run : static_cast<char>('0' + random->Between(0, 9));
  }
  const int leading = static_cast<int>(std::clamp<int64_t>(
      near_place + random->Between(-60, 60), Number::kMinExponent, Number::kMaxExponent));
  return N(text + "E" + std::to_string(leading - digits + 1));
}

TEST(NumberArithmetic, AgreesWithSchoolbookAddition) {
  testing::SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 5'000; ++i) {
    const int place = static_cast<int>(random.Between(-160, 150));
    const Number a = RandomNumber(&random, place);
    const Number b = RandomNumber(&random, place);
    Places expected(a);
    expected.Add(Places(b));
    ASSERT_EQ(Shown(Number::Add(a, b)), expected.Text()) << a.ToString() << " + " << b.ToString();
    ASSERT_EQ(Shown(Number::Add(b, a)), expected.Text()) << a.ToString() << " + " << b.ToString();
    ASSERT_EQ(Shown(Number::Subtract(a, b.Negated())), expected.Text());
  }
}

TEST(NumberArithmetic, DifferencesTellTheOrder) {
  testing::SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 20'000; ++i) {
    const Number a = RandomNumber(&random, 0);
    const Number b = random.OneIn(10) ? a : RandomNumber(&random, 0);
    const Result<Number> difference = Number::Subtract(a, b);
    if (!difference.ok()) continue;
    ASSERT_EQ(a <=> b, *difference <=> Number()) << a.ToString() << " and " << b.ToString();
  }
}

}  // namespace
}  // namespace stator
