#include "kv/codec/key_codec.h"

#include "kv/codec/varint.h"

namespace stator {
namespace {

// Inside S and B parts: a zero byte is followed by kEscapedZero, the end of the part by kPartEnd.
constexpr char kEscapedZero = '\xFF';
constexpr char kPartEnd = '\x01';

// How many zero bytes the S or B part at the front of `in` holds, and how many bytes it takes
// without its terminator. False when it has none.
bool MeasurePart(std::string_view in, size_t* zeros, size_t* size) {
  *zeros = 0;
  for (size_t at = in.find('\0'); at != std::string_view::npos; at = in.find('\0', at + 2)) {
    if (at + 1 == in.size()) return false;
    if (in[at + 1] == kPartEnd) {
      *size = at;
      return true;
    }
    if (in[at + 1] != kEscapedZero) return false;
    ++*zeros;
  }
  return false;
}

void AppendUnescaped(std::string_view part, std::string* out) {
  size_t from = 0;
  for (size_t at = part.find('\0'); at != std::string_view::npos; at = part.find('\0', from)) {
    out->append(part.substr(from, at + 1 - from));
    from = at + 2;
  }
  out->append(part.substr(from));
}

bool ConsumeNumberPart(std::string_view* in, std::string* value_out) {
  std::string_view number;
  if (!ConsumeNumber(in, &number)) return false;
  AppendValue(ValueView(AttributeType::kNumber, number), value_out);
  return true;
}

}  // namespace

void AppendBigEndian32(uint32_t value, std::string* out) {
  for (int shift = 24; shift >= 0; shift -= 8) out->push_back(static_cast<char>(value >> shift));
}

void AppendBigEndian64(uint64_t value, std::string* out) {
  for (int shift = 56; shift >= 0; shift -= 8) out->push_back(static_cast<char>(value >> shift));
}

uint32_t ReadBigEndian32(std::string_view in) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(in[i]);
  return value;
}

uint64_t ReadBigEndian64(std::string_view in) {
  uint64_t value = 0;
  for (size_t i = 0; i < 8; ++i) value = value << 8 | static_cast<unsigned char>(in[i]);
  return value;
}

void AppendKeyPart(const ValueView& value, std::string* out) {
  if (value.is(AttributeType::kNumber)) {
    out->append(value.bytes());
    return;
  }
  AppendKeyPartPrefix(value, out);
  out->push_back('\0');
  out->push_back(kPartEnd);
}

void AppendKeyPartPrefix(const ValueView& value, std::string* out) {
  std::string_view rest = value.bytes();
  for (size_t at = rest.find('\0'); at != std::string_view::npos; at = rest.find('\0')) {
    out->append(rest.substr(0, at + 1));
    out->push_back(kEscapedZero);
    rest.remove_prefix(at + 1);
  }
  out->append(rest);
}

bool ConsumeKeyPart(std::string_view* in, AttributeType type, std::string* value_out) {
  if (type == AttributeType::kNumber) return ConsumeNumberPart(in, value_out);
  if (type != AttributeType::kString && type != AttributeType::kBinary) return false;
  size_t zeros;
  size_t size;
  if (!MeasurePart(*in, &zeros, &size)) return false;
  value_out->push_back(static_cast<char>(type));
  AppendVarint(size - zeros, value_out);
  AppendUnescaped(in->substr(0, size), value_out);
  in->remove_prefix(size + 2);
  return true;
}

bool SkipKeyPart(std::string_view* in, AttributeType type) {
  std::string_view number;
  if (type == AttributeType::kNumber) return ConsumeNumber(in, &number);
  if (type != AttributeType::kString && type != AttributeType::kBinary) return false;
  size_t zeros;
  size_t size;
  if (!MeasurePart(*in, &zeros, &size)) return false;
  in->remove_prefix(size + 2);
  return true;
}

std::string PrefixSuccessor(std::string_view prefix) {
  std::string successor(prefix);
  while (!successor.empty() && successor.back() == '\xFF') successor.pop_back();
  if (!successor.empty()) successor.back() = static_cast<char>(successor.back() + 1);
  return successor;
}

}  // namespace stator
