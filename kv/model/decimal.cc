#include "kv/model/decimal.h"

#include <array>
#include <bit>
#include <cstring>

namespace stator {
namespace {

constexpr std::array<Uint128, kMaxUint128Digits> MakePowers() {
  std::array<Uint128, kMaxUint128Digits> powers{};
  powers[0] = 1;
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}

constexpr std::array<Uint128, kMaxUint128Digits> kPowers = MakePowers();

int BitLength(Uint128 value) {
  const auto high = static_cast<uint64_t>(value >> 64);
  if (high != 0) return 64 + static_cast<int>(std::bit_width(high));
  return static_cast<int>(std::bit_width(static_cast<uint64_t>(value)));
}

// Writes exactly `width` digits of value, zeros in front.
void WritePadded(uint64_t value, int width, char* out) {
  for (int i = width - 1; i >= 0; --i) {
    out[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

}  // namespace

Uint128 PowerOfTen(int power) { return kPowers[static_cast<size_t>(power)]; }

int CountDigits(Uint128 value) {
  if (value == 0) return 0;
  // 1233 / 4096 is log10(2), close enough that the estimate is right or one too small.
  const int estimate = (BitLength(value) * 1233) >> 12;
  return estimate < kMaxUint128Digits && value >= PowerOfTen(estimate) ? estimate + 1 : estimate;
}

int WriteDigits(Uint128 value, char out[kMaxUint128Digits]) {
  const int count = CountDigits(value);
  int end = count;
  while (value > UINT64_MAX) {
    WritePadded(static_cast<uint64_t>(value % kTenToThe18), 18, out + end - 18);
    value /= kTenToThe18;
    end -= 18;
  }
  WritePadded(static_cast<uint64_t>(value), end, out);
  return count;
}

void AppendDecimalText(const DecimalDigits& number, std::string* out) {
  if (number.count == 0) {
    out->push_back('0');
    return;
  }
  const auto count = static_cast<size_t>(number.count);
  if (number.negative) out->push_back('-');
  if (number.exponent >= 0) {
    out->append(number.digits, count);
    out->append(static_cast<size_t>(number.exponent), '0');
    return;
  }
  const int integer_digits = number.count + number.exponent;
  if (integer_digits > 0) {
    const auto split = static_cast<size_t>(integer_digits);
    out->append(number.digits, split);
    out->push_back('.');
    out->append(number.digits + split, count - split);
    return;
  }
  out->append("0.");
  out->append(static_cast<size_t>(-integer_digits), '0');
  out->append(number.digits, count);
}

size_t DecimalSizeBytes(bool negative, int digit_count, int exponent) {
  if (digit_count == 0) return 1;
  int integer_digits = digit_count;
  int fraction_digits = 0;
  if (exponent < 0) {
    // With an integer part the fraction's leading zeros are inside the number and count.
    integer_digits = digit_count + exponent > 0 ? digit_count + exponent : 0;
    fraction_digits = digit_count - integer_digits;
  }
  return static_cast<size_t>(1 + (integer_digits + 1) / 2 + (fraction_digits + 1) / 2 +
                             (negative ? 1 : 0));
}

}  // namespace stator
