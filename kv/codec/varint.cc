#include "kv/codec/varint.h"

namespace stator {

void AppendVarint(uint64_t value, std::string* out) {
  char bytes[kMaxVarintBytes];
  const char* const end = WriteVarint(value, bytes);
  out->append(bytes, static_cast<size_t>(end - bytes));
}

bool ConsumeLongVarint(std::string_view* in, uint64_t* value) {
  uint64_t result = 0;
  for (size_t i = 0; i < in->size() && i < kMaxVarintBytes; ++i) {
    const auto byte = static_cast<unsigned char>((*in)[i]);
    const auto bits = static_cast<uint64_t>(byte & 0x7F);
    if (i == kMaxVarintBytes - 1 && byte > 1) return false;  // only bit 63 is left
    result |= bits << (7 * i);
    if (byte < 0x80) {
      in->remove_prefix(i + 1);
      *value = result;
      return true;
    }
  }
  return false;
}

bool ConsumeCanonicalVarint(std::string_view* in, uint64_t* value) {
  const size_t before = in->size();
  return ConsumeVarint(in, value) && before - in->size() == VarintLength(*value);
}

void AppendLengthPrefixed(std::string_view bytes, std::string* out) {
  AppendVarint(bytes.size(), out);
  out->append(bytes);
}

}  // namespace stator
