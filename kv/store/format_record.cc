#include "kv/store/format_record.h"

#include "kv/codec/varint.h"

namespace stator {

std::string FormatRecordKey() { return std::string("\0format", 7); }

std::string EncodeFormatRecord(const FormatRecord& record) {
  std::string out;
  AppendVarint(record.format, &out);
  AppendVarint(record.partitions, &out);
  AppendVarint(record.fence_token, &out);
  return out;
}

Result<FormatRecord> DecodeFormatRecord(std::string_view bytes) {
  uint64_t format = 0;
  uint64_t partitions = 0;
  uint64_t fence_token = 0;
  if (!ConsumeVarint(&bytes, &format) || !ConsumeVarint(&bytes, &partitions) ||
      !ConsumeVarint(&bytes, &fence_token) || !bytes.empty() || format > UINT32_MAX ||
      partitions > UINT32_MAX) {
    return CorruptionError("the format record is damaged");
  }
  return FormatRecord{static_cast<uint32_t>(format), static_cast<uint32_t>(partitions),
                      fence_token};
}

}  // namespace stator
