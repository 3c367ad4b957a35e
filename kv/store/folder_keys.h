// What is derived from the owner's key for one data folder. Each folder has a random salt of its
// own, so that folders with the same key share no bytes of it (kv/FORMAT.md, "Encryption").
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kv/base/status.h"

namespace stator {

inline constexpr size_t kFolderSaltBytes = 32;
inline constexpr size_t kKeyCheckBytes = 32;

// What the file STATOR of an encrypted folder says about it.
struct FolderEncryption {
  std::string salt;       // kFolderSaltBytes
  std::string key_check;  // kKeyCheckBytes; tells the right key from others, and nothing else
  bool operator==(const FolderEncryption&) const = default;
};

struct FolderKeys {
  static constexpr size_t kIdBytes = 16;

  FolderKeys() = default;
  FolderKeys(const FolderKeys&) = default;
  FolderKeys(FolderKeys&&) = default;
  FolderKeys& operator=(const FolderKeys&) = default;
  FolderKeys& operator=(FolderKeys&&) = default;
  ~FolderKeys();  // wipes them

  std::string data_key;    // 32 bytes: AES-256
  std::string prefix_key;  // 32 bytes: HMAC-SHA256 of the files' prefixes
  std::string id;          // names the two in every file
  FolderEncryption record;
};

// `key`: kEncryptionKeyBytes. kValidation when it has another length.
Result<FolderKeys> DeriveFolderKeys(std::string_view key, std::string_view salt);
// With a new salt from the system's generator.
Result<FolderKeys> NewFolderKeys(std::string_view key);
// The keys of a folder that has that record; kFormat when `key` is not the one it was made with.
Result<FolderKeys> FolderKeysFor(std::string_view key, const FolderEncryption& record);

}  // namespace stator
