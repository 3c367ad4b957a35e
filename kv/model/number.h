// DynamoDB's Number: a decimal of up to 38 significant digits, zero or of magnitude
// 1E-130 … 9.9999999999999999999999999999999999999E+125. Exact; never binary floating point.
// A Number is a value: cheap to copy, safe to share.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "kv/base/status.h"

namespace stator {

// The error of Number::Parse and of arithmetic for a number with more than 38 digits.
inline constexpr std::string_view kTooManyDigits =
    "Attempting to store more than 38 significant digits in a Number";

class Number {
 public:
  static constexpr int kMaxDigits = 38;
  static constexpr int kMinExponent = -130;  // of the leading digit
  static constexpr int kMaxExponent = 125;

  Number() = default;  // zero
  static Number FromInt(int64_t value);

  // Reads the forms that DynamoDB accepts: optional sign, digits with at most one point, optional
  // exponent; no blanks, hex, "NaN" or "Infinity". Errors (kValidation) are AWS's texts; where
  // several apply, the first of these:
  //   "The parameter cannot be converted to a numeric value: abc", for an empty text without the
  //   colon; "Number overflow. Attempting to store a number with magnitude larger than supported
  //   range"; "Number underflow. Attempting to store a number with magnitude smaller than supported
  //   range"; kTooManyDigits.
  static Result<Number> Parse(std::string_view text);

  // As DynamoDB writes it back: no exponent, no leading or trailing zeros, "0" for zero, "-" in
  // front where negative: "1E+3" reads back as "1000", ".50" as "0.5".
  std::string ToString() const;
  void AppendTo(std::string* out) const;

  // Exact sum or difference; the overflow, underflow and 38-digit errors above where it does not
  // fit.
  static Result<Number> Add(const Number& a, const Number& b);
  static Result<Number> Subtract(const Number& a, const Number& b);
  Number Negated() const;

  std::strong_ordering operator<=>(const Number& other) const;
  bool operator==(const Number& other) const = default;

  bool is_zero() const { return coefficient_ == 0; }
  bool is_negative() const { return negative_; }
  // value = (negative ? -1 : 1) * coefficient * 10^exponent, coefficient < 10^38 without trailing
  // zeros; zero is {0, 0, false}.
  unsigned __int128 coefficient() const { return coefficient_; }
  int exponent() const { return exponent_; }
  // The number with these parts, normalised. The same errors as Parse for what does not fit.
  static Result<Number> FromParts(bool negative, unsigned __int128 coefficient, int exponent);

  // Bytes this number counts towards an item's size (captured from the service; the guide differs):
  // 1 + ceil(integer digits / 2) + ceil(fraction digits / 2), zeros at either end trimmed, + 1 if
  // negative.
  size_t SizeBytes() const;

  // An exact integer within int64, or no value.
  bool ToInt64(int64_t* out) const;

 private:
  // The number with these parts, already without trailing zeros, or the error of Parse for it.
  // digit_count is the coefficient's; over kMaxDigits the coefficient itself is not looked at.
  static Result<Number> FromNormalized(bool negative, unsigned __int128 coefficient,
                                       int64_t digit_count, int64_t exponent);

  unsigned __int128 coefficient_ = 0;
  int exponent_ = 0;
  bool negative_ = false;
};

}  // namespace stator
