// Records made of tagged fields: (varint tag, varint length, payload) …, in the order of the tags.
// A reader skips tags that it does not know, so later versions may add fields. Layout:
// kv/FORMAT.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kv/codec/varint.h"

namespace stator {

class FieldWriter {
 public:
  explicit FieldWriter(std::string* out) : out_(out) {}

  void Bytes(uint32_t tag, std::string_view bytes) {
    AppendVarint(tag, out_);
    AppendLengthPrefixed(bytes, out_);
  }
  void Unsigned(uint32_t tag, uint64_t value) {
    char bytes[kMaxVarintBytes];
    const char* const end = WriteVarint(value, bytes);
    Bytes(tag, std::string_view(bytes, static_cast<size_t>(end - bytes)));
  }
  // Zigzag: small magnitudes of either sign are short.
  void Signed(uint32_t tag, int64_t value) {
    const auto bits = static_cast<uint64_t>(value);
    Unsigned(tag, bits << 1 ^ (value < 0 ? ~uint64_t{0} : 0));
  }
  void Bool(uint32_t tag, bool value) { Unsigned(tag, value ? 1 : 0); }
  template <typename Enum>
  void Enumerator(uint32_t tag, Enum value) {
    Unsigned(tag, static_cast<uint64_t>(value));
  }

 private:
  std::string* out_;
};

// One field's payload. Each reader answers whether the payload was of its kind and in range.
class FieldPayload {
 public:
  explicit FieldPayload(std::string_view bytes) : bytes_(bytes) {}

  std::string_view bytes() const { return bytes_; }
  bool Read(std::string* out) const {
    out->assign(bytes_);
    return true;
  }
  bool Read(uint64_t* out) const {
    std::string_view rest = bytes_;
    return ConsumeVarint(&rest, out) && rest.empty();
  }
  bool Read(uint32_t* out) const {
    uint64_t value;
    if (!Read(&value) || value > UINT32_MAX) return false;
    *out = static_cast<uint32_t>(value);
    return true;
  }
  bool Read(int64_t* out) const {
    uint64_t value;
    if (!Read(&value)) return false;
    *out = static_cast<int64_t>(value >> 1 ^ (value & 1 ? ~uint64_t{0} : 0));
    return true;
  }
  bool Read(bool* out) const {
    uint64_t value;
    if (!Read(&value) || value > 1) return false;
    *out = value == 1;
    return true;
  }
  // The enumerators are first … last without gaps.
  template <typename Enum>
  bool Read(Enum first, Enum last, Enum* out) const {
    uint64_t value;
    if (!Read(&value)) return false;
    if (value < static_cast<uint64_t>(first) || value > static_cast<uint64_t>(last)) return false;
    *out = static_cast<Enum>(value);
    return true;
  }

 private:
  std::string_view bytes_;
};

// Calls read_field(tag, payload) for every field. False when the bytes are not a run of fields, or
// as soon as read_field answers false; it answers true for the tags that it does not know.
template <typename ReadField>
bool ReadFields(std::string_view record, const ReadField& read_field) {
  while (!record.empty()) {
    uint64_t tag;
    std::string_view payload;
    if (!ConsumeVarint(&record, &tag) || !ConsumeLengthPrefixed(&record, &payload)) return false;
    if (!read_field(tag, FieldPayload(payload))) return false;
  }
  return true;
}

}  // namespace stator
