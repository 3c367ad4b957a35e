#include "ttl/expiry.h"

#include <algorithm>

#include "kv/model/decimal.h"

namespace stator::ttl {

std::optional<int64_t> ExpirySeconds(const ItemView& item, std::string_view attribute) {
  const std::optional<ValueView> value = item.Find(attribute);
  if (!value.has_value() || !value->is(AttributeType::kNumber)) return std::nullopt;
  const Result<Number> number = value->number();
  if (!number.ok() || number->is_negative()) return std::nullopt;
  Uint128 seconds = number->coefficient();
  const int exponent = number->exponent();
  if (exponent < 0) {
    seconds = -exponent > Number::kMaxDigits ? 0 : seconds / PowerOfTen(-exponent);
  } else if (CountDigits(seconds) + exponent > Number::kMaxDigits) {
    return std::nullopt;
  } else {
    seconds *= PowerOfTen(exponent);
  }
  if (seconds > static_cast<Uint128>(kLastSecond)) return std::nullopt;
  return static_cast<int64_t>(seconds);
}

int64_t OldestSecond(int64_t now_seconds) {
  return std::max<int64_t>(0, now_seconds - kForgottenAfterSeconds + 1);
}

bool IsDue(int64_t expiry_seconds, int64_t now_seconds) {
  return expiry_seconds <= now_seconds && expiry_seconds >= OldestSecond(now_seconds);
}

}  // namespace stator::ttl
