#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>

#include "kv/model/decimal.h"
#include "kv/model/number.h"

namespace stator {
namespace {

// Holds the sum of two coefficients brought to kMaxSpread digits.
using Wide = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<
    512, 512, boost::multiprecision::signed_magnitude, boost::multiprecision::unchecked, void>>;

// Two operands that together reach over more places than this do not touch: their sum has a digit
// in the highest place (or, after a borrow, in the one below) and in the lowest, so over 38 in
// between.
constexpr int kMaxSpread = 2 * Number::kMaxDigits;

Uint128 ScaledNarrow(const Number& number, int exponent) {
  return number.coefficient() * PowerOfTen(number.exponent() - exponent);
}

Wide ScaledWide(const Number& number, int exponent) {
  Wide value = number.coefficient();
  for (int places = number.exponent() - exponent; places > 0; places -= 18) {
    value *= PowerOfTen(std::min(places, 18));
  }
  return number.is_negative() ? Wide(-value) : value;
}

int CountDigitsWide(Wide value) {
  int digits = 0;
  while (value >= Wide(PowerOfTen(38))) {
    value /= 10;
    ++digits;
  }
  return digits + CountDigits(static_cast<Uint128>(value));
}

int LeadingPlace(const Number& number) {
  return number.exponent() + CountDigits(number.coefficient()) - 1;
}

}  // namespace

Result<Number> Number::Add(const Number& a, const Number& b) {
  if (a.is_zero()) return b;
  if (b.is_zero()) return a;
  const int exponent = std::min(a.exponent_, b.exponent_);
  const int spread = std::max(LeadingPlace(a), LeadingPlace(b)) - exponent + 1;
  if (spread <= kMaxDigits) {
    const Uint128 x = ScaledNarrow(a, exponent);
    const Uint128 y = ScaledNarrow(b, exponent);
    if (a.negative_ == b.negative_) return FromParts(a.negative_, x + y, exponent);
    return x >= y ? FromParts(a.negative_, x - y, exponent)
                  : FromParts(b.negative_, y - x, exponent);
  }
  // From here on the exponents differ, so the sum's last digit is that of the operand with the
  // lower one: not zero, nothing to strip.
  if (spread > kMaxSpread) return FromNormalized(a.negative_, 0, spread, exponent);
  const Wide sum = ScaledWide(a, exponent) + ScaledWide(b, exponent);
  const Wide magnitude = abs(sum);
  const int digits = CountDigitsWide(magnitude);
  const auto coefficient = digits <= kMaxDigits ? static_cast<Uint128>(magnitude) : Uint128{0};
  return FromNormalized(sum < 0, coefficient, digits, exponent);
}

Result<Number> Number::Subtract(const Number& a, const Number& b) { return Add(a, b.Negated()); }

}  // namespace stator
