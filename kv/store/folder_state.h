// The file STATOR of a data folder: a few lines of text that say which format the folder has, how
// far its making has come, and whether it is encrypted (kv/FORMAT.md, "Data folder").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kv/base/status.h"
#include "kv/store/folder_keys.h"

namespace stator {

// The formats of a data folder. A binary refuses a folder with a greater one than it knows.
inline constexpr uint32_t kPlainFolderFormat = 1;
inline constexpr uint32_t kEncryptedFolderFormat = 2;

struct FolderState {
  uint32_t partitions = 0;
  bool ready = false;
  // Only when ready: every file has a new version in the folder of a key rotation, which are still
  // to be moved over the old ones (kv/store/key_rotation.h).
  bool rotating = false;
  std::optional<FolderEncryption> encryption{};  // none: plain text

  uint32_t format() const { return encryption ? kEncryptedFolderFormat : kPlainFolderFormat; }
  bool operator==(const FolderState&) const = default;
};

std::string EncodeFolderState(const FolderState& state);
// kFormat: not the text of a STATOR file, or of a newer format. kCorruption: damaged.
Result<FolderState> DecodeFolderState(std::string_view text);

}  // namespace stator
