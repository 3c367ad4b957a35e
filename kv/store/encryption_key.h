// The key that a data folder is encrypted with: 32 bytes that its owner keeps, in a file or
// elsewhere. Nothing here, and no message of any error, shows a byte of one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kv/base/status.h"

namespace stator {

inline constexpr size_t kEncryptionKeyBytes = 32;

// The key that the text says: 64 hexadecimal digits (`openssl rand -hex 32`) or 44 characters of
// Base64 (`openssl rand -base64 32`), with or without a line feed at the end. kValidation
// otherwise.
Result<std::string> ParseEncryptionKey(std::string_view text);

// The key in that file. kValidation: it is not there, cannot be read or holds no key, or others
// than its owner may read or change it. The messages name the path: they are for whoever starts the
// process.
Result<std::string> ReadEncryptionKeyFile(const std::string& path);

}  // namespace stator
