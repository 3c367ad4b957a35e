// Number::Parse. DynamoDB reads numbers as Java's BigDecimal does, so the grammar is BigDecimal's:
//   [+-] (digits [. [digits]] | . digits) [(e | E) [+-] digits]

#include "kv/model/decimal.h"
#include "kv/model/number.h"

namespace stator {
namespace {

// BigDecimal refuses exponents of more than ten digits (leading zeros aside) or beyond int32.
constexpr int64_t kMaxJavaExponent = 2'147'483'647;

bool IsDigit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

// The digits of a number's text from its first to its last non-zero one.
struct Significand {
  bool any_digit = false;
  char digits[Number::kMaxDigits];
  // All digits since the first non-zero one; those past the array are counted, not kept.
  int64_t seen = 0;
  int64_t last_nonzero = 0;  // how many were seen up to the last non-zero one
  int64_t after_point = 0;   // of all digits

  void Add(char c) {
    any_digit = true;
    if (seen == 0 && c == '0') return;
    if (seen < Number::kMaxDigits) digits[seen] = c;
    ++seen;
    if (c != '0') last_nonzero = seen;
  }

  Uint128 Coefficient() const {
    const int count = static_cast<int>(last_nonzero);
    const int low_count = count > 19 ? count - 19 : 0;
    const int high_count = count - low_count;
    const uint64_t high = ReadDigits(0, high_count);
    if (low_count == 0) return high;
    return high * PowerOfTen(low_count) + ReadDigits(high_count, count);
  }

 private:
  // At most 19 digits.
  uint64_t ReadDigits(int begin, int end) const {
    uint64_t value = 0;
    for (int i = begin; i < end; ++i) value = value * 10 + static_cast<uint64_t>(digits[i] - '0');
    return value;
  }
};

// The usual number is an integer of a few digits: read without keeping them. False for any other
// text.
bool ReadShortInteger(const char* at, const char* end, uint64_t* coefficient, int* exponent) {
  constexpr std::ptrdiff_t kMaxShortDigits = 18;  // fit uint64_t
  if (at == end || end - at > kMaxShortDigits) return false;
  uint64_t value = 0;
  *coefficient = 0;
  *exponent = 0;
  for (; at != end; ++at) {
    if (!IsDigit(*at)) return false;
    value = value * 10 + static_cast<uint64_t>(*at - '0');
    ++*exponent;
    if (*at == '0') continue;
    *coefficient = value;
    *exponent = 0;
  }
  return true;
}

const char* ReadSignificand(const char* at, const char* end, Significand* out) {
  while (at != end && IsDigit(*at)) out->Add(*at++);
  if (at == end || *at != '.') return at;
  ++at;
  const char* const fraction = at;
  while (at != end && IsDigit(*at)) out->Add(*at++);
  out->after_point = at - fraction;
  return at;
}

// Reads what follows the E. False when it is no exponent.
bool ReadExponent(const char* at, const char* end, int64_t* exponent) {
  bool negative = false;
  if (at != end && (*at == '+' || *at == '-')) negative = *at++ == '-';
  if (at == end) return false;
  int64_t value = 0;
  for (; at != end; ++at) {
    if (!IsDigit(*at)) return false;
    value = value * 10 + (*at - '0');
    if (value > kMaxJavaExponent) return false;
  }
  *exponent = negative ? -value : value;
  return true;
}

Status NotANumber(std::string_view text) {
  std::string message = "The parameter cannot be converted to a numeric value";
  if (!text.empty()) message.append(": ").append(text);
  return ValidationError(std::move(message));
}

}  // namespace

Result<Number> Number::Parse(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  bool negative = false;
  if (at != end && (*at == '+' || *at == '-')) negative = *at++ == '-';
  uint64_t short_coefficient;
  int short_exponent;
  if (ReadShortInteger(at, end, &short_coefficient, &short_exponent)) {
    Number number;
    if (short_coefficient == 0) return number;
    number.coefficient_ = short_coefficient;
    number.exponent_ = short_exponent;
    number.negative_ = negative;
    return number;
  }
  Significand significand;
  at = ReadSignificand(at, end, &significand);
  if (!significand.any_digit) return NotANumber(text);
  int64_t exponent = 0;
  if (at != end) {
    if (*at != 'e' && *at != 'E') return NotANumber(text);
    if (!ReadExponent(at + 1, end, &exponent)) return NotANumber(text);
  }
  if (significand.seen == 0) {
    // Zero is held to the range by the exponent that it is written with (captured).
    const Result<Number> checked = FromNormalized(false, 0, 1, exponent);
    return checked.ok() ? Number() : checked;
  }
  exponent += significand.seen - significand.last_nonzero - significand.after_point;
  const bool fits = significand.last_nonzero <= kMaxDigits;
  return FromNormalized(negative, fits ? significand.Coefficient() : 0, significand.last_nonzero,
                        exponent);
}

}  // namespace stator
