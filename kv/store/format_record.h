// The record that ties the engine's files to the folder's format: key and value in kv/FORMAT.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kv/base/status.h"

namespace stator {

// In the catalog family, where keys that start with 0x00 are the store's own.
std::string FormatRecordKey();

// The format of every byte that the engine's files hold. Whether these are encrypted is not its
// matter: that is said by the file STATOR, whose format (kv/store/folder_state.h) is another
// number.
inline constexpr uint32_t kEngineFormat = 1;

struct FormatRecord {
  uint32_t format = 0;
  uint32_t partitions = 0;
  uint64_t fence_token = 0;  // of the last opening
  bool operator==(const FormatRecord&) const = default;
};

std::string EncodeFormatRecord(const FormatRecord& record);
Result<FormatRecord> DecodeFormatRecord(std::string_view bytes);

}  // namespace stator
