#include "kv/model/number.h"

#include "kv/model/decimal.h"

namespace stator {
namespace {

Status TooManyDigits() { return ValidationError(std::string(kTooManyDigits)); }

Status Overflow() {
  return ValidationError(
      "Number overflow. Attempting to store a number with magnitude larger than supported range");
}

Status Underflow() {
  return ValidationError(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range");
}

// Divides the zeros away and returns how many there were. *coefficient is not zero.
int StripTrailingZeros(Uint128* coefficient) {
  int stripped = 0;
  while (*coefficient > UINT64_MAX && *coefficient % 10 == 0) {
    *coefficient /= 10;
    ++stripped;
  }
  if (*coefficient > UINT64_MAX) return stripped;
  auto small = static_cast<uint64_t>(*coefficient);
  while (small % 10 == 0) {
    small /= 10;
    ++stripped;
  }
  *coefficient = small;
  return stripped;
}

}  // namespace

Number Number::FromInt(int64_t value) {
  Number number;
  if (value == 0) return number;
  number.negative_ = value < 0;
  number.coefficient_ =
      value < 0 ? uint64_t{0} - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  number.exponent_ = StripTrailingZeros(&number.coefficient_);
  return number;
}

Result<Number> Number::FromNormalized(bool negative, unsigned __int128 coefficient,
                                      int64_t digit_count, int64_t exponent) {
  const int64_t leading = exponent + digit_count - 1;
  if (leading > kMaxExponent) return Overflow();
  if (leading < kMinExponent) return Underflow();
  if (digit_count > kMaxDigits) return TooManyDigits();
  Number number;
  number.coefficient_ = coefficient;
  number.exponent_ = static_cast<int>(exponent);
  number.negative_ = negative;
  return number;
}

Result<Number> Number::FromParts(bool negative, unsigned __int128 coefficient, int exponent) {
  if (coefficient == 0) return Number();
  const int64_t stripped = StripTrailingZeros(&coefficient);
  return FromNormalized(negative, coefficient, CountDigits(coefficient), exponent + stripped);
}

std::string Number::ToString() const {
  std::string text;
  AppendTo(&text);
  return text;
}

void Number::AppendTo(std::string* out) const {
  char digits[kMaxUint128Digits];
  const int count = WriteDigits(coefficient_, digits);
  AppendDecimalText({negative_, digits, count, exponent_}, out);
}

Number Number::Negated() const {
  Number number = *this;
  number.negative_ = !is_zero() && !negative_;
  return number;
}

std::strong_ordering Number::operator<=>(const Number& other) const {
  const auto sign = [](const Number& n) { return n.is_zero() ? 0 : n.negative_ ? -1 : 1; };
  const int this_sign = sign(*this);
  if (const auto by_sign = this_sign <=> sign(other); by_sign != 0) return by_sign;
  if (this_sign == 0) return std::strong_ordering::equal;
  const int digits = CountDigits(coefficient_);
  const int other_digits = CountDigits(other.coefficient_);
  // Of two magnitudes the one with the higher leading digit's place is greater; at the same place,
  // the coefficients decide once they have the same number of digits.
  auto by_magnitude = digits + exponent_ <=> other_digits + other.exponent_;
  if (by_magnitude == 0) {
    Uint128 mine = coefficient_;
    Uint128 theirs = other.coefficient_;
    if (digits < other_digits) mine *= PowerOfTen(other_digits - digits);
    if (digits > other_digits) theirs *= PowerOfTen(digits - other_digits);
    by_magnitude = mine <=> theirs;
  }
  return this_sign > 0 ? by_magnitude : 0 <=> by_magnitude;
}

size_t Number::SizeBytes() const {
  return DecimalSizeBytes(negative_, CountDigits(coefficient_), exponent_);
}

bool Number::ToInt64(int64_t* out) const {
  if (exponent_ < 0 || exponent_ + CountDigits(coefficient_) > 19) return false;
  const Uint128 magnitude = coefficient_ * PowerOfTen(exponent_);
  const Uint128 limit = static_cast<Uint128>(INT64_MAX) + (negative_ ? 1 : 0);
  if (magnitude > limit) return false;
  const auto bits = static_cast<uint64_t>(magnitude);
  *out = static_cast<int64_t>(negative_ ? uint64_t{0} - bits : bits);
  return true;
}

}  // namespace stator
