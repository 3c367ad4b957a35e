// The first page of an encrypted file: which key it is encrypted with, and where its counter begins
// (kv/FORMAT.md, "Encryption"). It is authenticated; what follows it in the file is not.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kv/base/status.h"
#include "kv/store/counter_cipher.h"
#include "kv/store/folder_keys.h"

namespace stator {

// A page, so that blocks of the file stay aligned.
inline constexpr size_t kFilePrefixBytes = 4096;

// A prefix with that counter; kFilePrefixBytes long.
Result<std::string> EncodeFilePrefix(const FolderKeys& keys, const CipherCounter& first);
// A prefix with a random counter. No two files ever share one, whatever becomes of their names.
Result<std::string> NewFilePrefix(const FolderKeys& keys);
// The counter. kFormat: encrypted with another key; kCorruption: damaged, or no encrypted file.
Result<CipherCounter> DecodeFilePrefix(const FolderKeys& keys, std::string_view prefix);

// True for what a crash may leave of a file that was just made: a part of the prefix, or a page
// that the disk never got and that reads as zeros. Nothing behind it was ever synced.
bool IsUnwrittenPrefix(std::string_view prefix);

}  // namespace stator
