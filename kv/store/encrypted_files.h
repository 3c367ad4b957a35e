// The file system of an encrypted data folder: RocksDB's encrypted one, without what would use a
// part of a file's key stream twice, and with what a crash leaves of files that were just made.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <memory>

#include "kv/store/folder_keys.h"

namespace stator {

std::shared_ptr<rocksdb::FileSystem> MakeEncryptedFileSystem(
    const std::shared_ptr<rocksdb::FileSystem>& base, const FolderKeys& keys);

// `base` with its files encrypted; `base` must outlive it.
std::unique_ptr<rocksdb::Env> MakeEncryptedEnv(rocksdb::Env* base, const FolderKeys& keys);

}  // namespace stator
