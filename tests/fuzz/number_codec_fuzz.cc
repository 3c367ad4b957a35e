// Any bytes as the text of two numbers and as encoded numbers: what is accepted must come back,
// sort as it compares, and add up.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "kv/codec/number_codec.h"

namespace {

using stator::Number;

void Require(bool holds) {
  if (!holds) std::abort();
}

std::string Encoded(const Number& number) {
  std::string bytes;
  stator::AppendNumber(number, &bytes);
  return bytes;
}

void CheckNumber(const Number& number) {
  const std::string bytes = Encoded(number);
  Require(bytes.size() <= stator::kMaxNumberBytes);
  const auto decoded = stator::DecodeNumber(bytes);
  Require(decoded.ok() && *decoded == number);
  const std::string text = number.ToString();
  const auto parsed = Number::Parse(text);
  Require(parsed.ok() && *parsed == number);
  std::string text_from_bytes;
  Require(stator::AppendNumberText(bytes, &text_from_bytes) && text_from_bytes == text);
  Require(stator::EncodedNumberSizeBytes(bytes) == number.SizeBytes());
  Require(number.SizeBytes() <= stator::kMaxNumberBytes);
  Require(number.Negated().Negated() == number);
}

void CheckPair(const Number& a, const Number& b) {
  const std::string a_bytes = Encoded(a);
  const std::string b_bytes = Encoded(b);
  Require((a <=> b) == (a_bytes <=> b_bytes));
  Require(a == b || !b_bytes.starts_with(a_bytes));
  const auto sum = Number::Add(a, b);
  const auto reversed = Number::Add(b, a);
  Require(sum.ok() == reversed.ok());
  if (!sum.ok()) {
    Require(sum.status().message() == reversed.status().message());
    return;
  }
  Require(*sum == *reversed);
  CheckNumber(*sum);
  // Exact sums can be taken back. (A difference of two numbers that fit always fits the digits.)
  const auto back = Number::Subtract(*sum, b);
  Require(back.ok() && *back == a);
}

void CheckText(std::string_view text) {
  const size_t comma = text.find(',');
  const auto a = Number::Parse(text.substr(0, comma));
  if (!a.ok()) return;
  CheckNumber(*a);
  if (comma == std::string_view::npos) return;
  const auto b = Number::Parse(text.substr(comma + 1));
  if (b.ok()) CheckPair(*a, *b);
}

void CheckBytes(std::string_view bytes) {
  const auto whole = stator::DecodeNumber(bytes);
  if (whole.ok()) {
    Require(Encoded(*whole) == bytes);
    CheckNumber(*whole);
  }
  std::string text;
  Require(stator::AppendNumberText(bytes, &text) == whole.ok());
  Require((stator::EncodedNumberSizeBytes(bytes) != 0) == whole.ok());
  std::string_view rest = bytes;
  std::string_view one;
  std::string_view other;
  if (!stator::ConsumeNumber(&rest, &one)) return;
  const auto a = stator::DecodeNumber(one);
  Require(a.ok());
  if (!stator::ConsumeNumber(&rest, &other)) return;
  const auto b = stator::DecodeNumber(other);
  Require(b.ok());
  CheckPair(*a, *b);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  if (data[0] % 2 == 0) {
    CheckText(bytes);
  } else {
    CheckBytes(bytes);
  }
  return 0;
}
