#include "kv/codec/number_codec.h"

#include <cstring>

#include "kv/model/decimal.h"

namespace stator {
namespace {

// The layout (kv/FORMAT.md): one byte of sign and base-100 exponent, the base-100 digits, a
// terminator.
constexpr int kPositiveBase = 193;  // + exponent: 128 … 255
constexpr int kNegativeBase = 62;   // - exponent: 127 … 0
constexpr unsigned char kZeroHead = 0x80;
constexpr unsigned char kPositiveEnd = 0;
constexpr unsigned char kNegativeEnd = 102;
constexpr int kMaxPairs = 20;  // base-100 digits of 38 decimal digits that start inside a pair

// A number as base-100 digits, the first and the last not zero: value = 0.d1 d2 d3 … *
// 100^(exponent + 1).
struct Pairs {
  bool negative = false;
  int exponent = 0;
  int count = 0;  // 0: zero
  unsigned char digits[kMaxPairs];

  bool starts_inside_pair() const { return digits[0] < 10; }
  bool ends_inside_pair() const { return digits[count - 1] % 10 == 0; }
  int DecimalDigitCount() const {
    return 2 * count - (starts_inside_pair() ? 1 : 0) - (ends_inside_pair() ? 1 : 0);
  }
  // Of the last decimal digit that is not zero.
  int DecimalExponent() const { return 2 * (exponent - count + 1) + (ends_inside_pair() ? 1 : 0); }
};

// Writes base-100 digits of value backwards, ending before `end`, and returns where they begin.
unsigned char* WritePairsBackwards(uint64_t value, unsigned char* end) {
  while (value != 0) {
    *--end = static_cast<unsigned char>(value % 100);
    value /= 100;
  }
  return end;
}

// The base-100 digits of a non-zero number.
void ToPairs(const Number& number, Pairs* out) {
  Uint128 coefficient = number.coefficient();
  int exponent = number.exponent();
  unsigned char digits[kMaxPairs];
  unsigned char* begin = digits + kMaxPairs;
  if (exponent % 2 != 0) {  // the last decimal digit is the upper half of a pair
    *--begin = static_cast<unsigned char>(coefficient % 10 * 10);
    coefficient /= 10;
    --exponent;
  }
  const int lowest = exponent / 2;
  while (coefficient > UINT64_MAX) {
    auto chunk = static_cast<uint64_t>(coefficient % kTenToThe18);
    coefficient /= kTenToThe18;
    for (int i = 0; i < 9; ++i) {
      *--begin = static_cast<unsigned char>(chunk % 100);
      chunk /= 100;
    }
  }
  begin = WritePairsBackwards(static_cast<uint64_t>(coefficient), begin);
  out->negative = number.is_negative();
  out->count = static_cast<int>(digits + kMaxPairs - begin);
  out->exponent = lowest + out->count - 1;
  std::memcpy(out->digits, begin, static_cast<size_t>(out->count));
}

// Reads the number at the front of `bytes` and returns how many bytes it takes; 0 when there is
// none in canonical form.
size_t ReadPairs(std::string_view bytes, Pairs* out) {
  if (bytes.size() < 2) return 0;
  const auto head = static_cast<unsigned char>(bytes[0]);
  out->negative = head < kZeroHead;
  out->exponent = out->negative ? kNegativeBase - head : head - kPositiveBase;
  out->count = 0;
  for (size_t i = 1; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    const unsigned char end = out->negative ? kNegativeEnd : kPositiveEnd;
    if (byte == end) {
      if (out->count == 0) return head == kZeroHead ? 2 : 0;
      const bool canonical = out->digits[0] != 0 && out->digits[out->count - 1] != 0 &&
                             out->DecimalDigitCount() <= Number::kMaxDigits;
      return canonical ? i + 1 : 0;
    }
    const int digit = out->negative ? 101 - byte : byte - 1;
    if (digit < 0 || digit > 99 || out->count == kMaxPairs) return 0;
    out->digits[out->count++] = static_cast<unsigned char>(digit);
  }
  return 0;
}

bool ReadExactly(std::string_view bytes, Pairs* out) {
  const size_t size = ReadPairs(bytes, out);
  return size != 0 && size == bytes.size();
}

}  // namespace

void AppendNumber(const Number& number, std::string* out) {
  unsigned char bytes[kMaxNumberBytes];
  unsigned char* at = bytes;
  if (number.is_zero()) {
    *at++ = kZeroHead;
    *at++ = kPositiveEnd;
  } else {
    Pairs pairs;
    ToPairs(number, &pairs);
    const int head =
        pairs.negative ? kNegativeBase - pairs.exponent : kPositiveBase + pairs.exponent;
    *at++ = static_cast<unsigned char>(head);
    for (int i = 0; i < pairs.count; ++i) {
      const int digit = pairs.digits[i];
      *at++ = static_cast<unsigned char>(pairs.negative ? 101 - digit : digit + 1);
    }
    *at++ = pairs.negative ? kNegativeEnd : kPositiveEnd;
  }
  out->append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(at - bytes));
}

Result<Number> DecodeNumber(std::string_view bytes) {
  Pairs pairs;
  if (!ReadExactly(bytes, &pairs)) return CorruptionError("not an encoded number");
  if (pairs.count == 0) return Number();
  Uint128 coefficient = 0;
  uint64_t chunk = 0;
  // All but the last digit: 19 pairs, of which 38 decimal digits at most carry a value.
  int i = 0;
  for (; i < pairs.count - 1 && i < 9; ++i) chunk = chunk * 100 + pairs.digits[i];
  coefficient = chunk;
  for (; i < pairs.count - 1; ++i) coefficient = coefficient * 100 + pairs.digits[i];
  const int last = pairs.digits[pairs.count - 1];
  coefficient = pairs.ends_inside_pair() ? coefficient * 10 + static_cast<unsigned>(last / 10)
                                         : coefficient * 100 + static_cast<unsigned>(last);
  return Number::FromParts(pairs.negative, coefficient, pairs.DecimalExponent());
}

bool AppendNumberText(std::string_view bytes, std::string* out) {
  Pairs pairs;
  if (!ReadExactly(bytes, &pairs)) return false;
  char digits[2 * kMaxPairs];
  for (int i = 0; i < pairs.count; ++i) {
    digits[2 * i] = static_cast<char>('0' + pairs.digits[i] / 10);
    digits[2 * i + 1] = static_cast<char>('0' + pairs.digits[i] % 10);
  }
  if (pairs.count == 0) {
    AppendDecimalText({}, out);
  } else {
    AppendDecimalText({pairs.negative, digits + (pairs.starts_inside_pair() ? 1 : 0),
                       pairs.DecimalDigitCount(), pairs.DecimalExponent()},
                      out);
  }
  return true;
}

size_t EncodedNumberSizeBytes(std::string_view bytes) {
  Pairs pairs;
  if (!ReadExactly(bytes, &pairs)) return 0;
  if (pairs.count == 0) return DecimalSizeBytes(false, 0, 0);
  return DecimalSizeBytes(pairs.negative, pairs.DecimalDigitCount(), pairs.DecimalExponent());
}

bool ConsumeNumber(std::string_view* in, std::string_view* number_bytes) {
  Pairs pairs;
  const size_t size = ReadPairs(*in, &pairs);
  if (size == 0) return false;
  *number_bytes = in->substr(0, size);
  in->remove_prefix(size);
  return true;
}

}  // namespace stator
