// What RocksDB's encrypted file system asks of us: a prefix for each new file, and a cipher for
// each file that it opens.
#pragma once

#include <rocksdb/env_encryption.h>

#include <memory>

#include "kv/store/folder_keys.h"

namespace stator {

std::shared_ptr<rocksdb::EncryptionProvider> MakeEncryptionProvider(const FolderKeys& keys);

}  // namespace stator
