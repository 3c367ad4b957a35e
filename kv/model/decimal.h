// What Number and the number codec share: digits of a coefficient, and a decimal number given by
// its digits as text and as DynamoDB's size of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace stator {

using Uint128 = unsigned __int128;

inline constexpr uint64_t kTenToThe18 = 1'000'000'000'000'000'000;
inline constexpr uint64_t kTenToThe19 = 10 * kTenToThe18;
inline constexpr int kMaxUint128Digits = 39;

// 10^power, 0 <= power <= 38.
Uint128 PowerOfTen(int power);
// Decimal digits of value: 1 … 39; 0 for zero.
int CountDigits(Uint128 value);
// Writes the decimal digits of value, no leading zeros, and returns how many: none for zero.
int WriteDigits(Uint128 value, char out[kMaxUint128Digits]);

// A number as its decimal digits, without zeros at either end: value = digits * 10^exponent. No
// digits: zero.
struct DecimalDigits {
  bool negative = false;
  const char* digits = nullptr;  // '0' … '9'
  int count = 0;
  int exponent = 0;
};

// The text form that DynamoDB returns: Number::ToString.
void AppendDecimalText(const DecimalDigits& number, std::string* out);
// Number::SizeBytes of the number with that many digits.
size_t DecimalSizeBytes(bool negative, int digit_count, int exponent);

}  // namespace stator
