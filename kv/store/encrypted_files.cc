#include "kv/store/encrypted_files.h"

#include <rocksdb/env_encryption.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "kv/store/file_encryption.h"
#include "kv/store/file_prefix.h"

namespace stator {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class EmptyFile final : public rocksdb::FSSequentialFile {
 public:
  IOStatus Read(size_t, const IOOptions&, Slice* result, char*, IODebugContext*) override {
    *result = Slice();
    return IOStatus::OK();
  }
  IOStatus Skip(uint64_t) override { return IOStatus::OK(); }
};

// A file that was there before. Recovery cuts the preallocated end off a log in this way. Nothing
// is appended: RocksDB does not know how long such a file is, and so not which part of the key
// stream comes next.
class ReopenedFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  using FSWritableFileOwnerWrapper::FSWritableFileOwnerWrapper;
  IOStatus Append(const Slice&, const IOOptions&, IODebugContext*) override { return Refused(); }
  IOStatus Append(const Slice&, const IOOptions&, const rocksdb::DataVerificationInfo&,
                  IODebugContext*) override {
    return Refused();
  }
  IOStatus PositionedAppend(const Slice&, uint64_t, const IOOptions&, IODebugContext*) override {
    return Refused();
  }
  IOStatus PositionedAppend(const Slice&, uint64_t, const IOOptions&,
                            const rocksdb::DataVerificationInfo&, IODebugContext*) override {
    return Refused();
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    return target()->Truncate(size + kFilePrefixBytes, options, debug);
  }

 private:
  static IOStatus Refused() { return IOStatus::NotSupported("append to an encrypted file"); }
};

class EncryptedFiles final : public rocksdb::FileSystemWrapper {
 public:
  EncryptedFiles(const std::shared_ptr<rocksdb::FileSystem>& base, const FolderKeys& keys)
      : FileSystemWrapper(rocksdb::NewEncryptedFS(base, MakeEncryptionProvider(keys))),
        base_(base) {}
  const char* Name() const override { return "stator.EncryptedFiles"; }

  IOStatus NewSequentialFile(const std::string& path, const FileOptions& options,
                             std::unique_ptr<rocksdb::FSSequentialFile>* result,
                             IODebugContext* debug) override {
    bool unwritten = false;
    IOStatus status = InspectPrefix(path, options, &unwritten, debug);
    if (!status.ok()) return status;
    if (!unwritten) return target()->NewSequentialFile(path, options, result, debug);
    *result = std::make_unique<EmptyFile>();
    return status;
  }

  IOStatus ReopenWritableFile(const std::string& path, const FileOptions& options,
                              std::unique_ptr<rocksdb::FSWritableFile>* result,
                              IODebugContext* debug) override {
    uint64_t size = 0;
    const bool there = base_->GetFileSize(path, options.io_options, &size, debug).ok();
    if (!there || size < kFilePrefixBytes) return NewWritableFile(path, options, result, debug);
    std::unique_ptr<rocksdb::FSWritableFile> file;
    IOStatus status = base_->ReopenWritableFile(path, options, &file, debug);
    if (status.ok()) *result = std::make_unique<ReopenedFile>(std::move(file));
    return status;
  }

  // Bytes are never written twice at one place of a file: both texts together would tell a reader
  // of the disk their difference.
  IOStatus NewRandomRWFile(const std::string&, const FileOptions&,
                           std::unique_ptr<rocksdb::FSRandomRWFile>*, IODebugContext*) override {
    return IOStatus::NotSupported("rewriting parts of an encrypted file");
  }
  IOStatus ReuseWritableFile(const std::string&, const std::string&, const FileOptions&,
                             std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) override {
    return IOStatus::NotSupported("recycling an encrypted file");
  }
  IOStatus NewMemoryMappedFileBuffer(const std::string&,
                                     std::unique_ptr<rocksdb::MemoryMappedFileBuffer>*) override {
    return IOStatus::NotSupported("mapping an encrypted file");
  }

  // The wrapper would go past the encryption.
  IOStatus NewLogger(const std::string&, const IOOptions&, std::shared_ptr<rocksdb::Logger>*,
                     IODebugContext*) override {
    return IOStatus::NotSupported("a log of events in an encrypted folder");
  }

  // A file without a whole prefix has no bytes.
  IOStatus GetFileSize(const std::string& path, const IOOptions& options, uint64_t* size,
                       IODebugContext* debug) override {
    IOStatus status = base_->GetFileSize(path, options, size, debug);
    if (status.ok()) *size = WithoutPrefix(*size);
    return status;
  }
  IOStatus GetChildrenFileAttributes(const std::string& folder, const IOOptions& options,
                                     std::vector<rocksdb::FileAttributes>* result,
                                     IODebugContext* debug) override {
    IOStatus status = base_->GetChildrenFileAttributes(folder, options, result, debug);
    for (rocksdb::FileAttributes& file : *result) file.size_bytes = WithoutPrefix(file.size_bytes);
    return status;
  }

 private:
  static uint64_t WithoutPrefix(uint64_t size) {
    return size - std::min<uint64_t>(size, kFilePrefixBytes);
  }

  IOStatus InspectPrefix(const std::string& path, const FileOptions& options, bool* unwritten,
                         IODebugContext* debug) {
    std::unique_ptr<rocksdb::FSSequentialFile> file;
    IOStatus status = base_->NewSequentialFile(path, options, &file, debug);
    if (!status.ok()) return status;
    std::string buffer(kFilePrefixBytes, '\0');
    Slice prefix;
    status = file->Read(buffer.size(), options.io_options, &prefix, buffer.data(), debug);
    *unwritten = IsUnwrittenPrefix(std::string_view(prefix.data(), prefix.size()));
    return status;
  }

  const std::shared_ptr<rocksdb::FileSystem> base_;
};

class EncryptedEnv final : public rocksdb::EnvWrapper {
 public:
  EncryptedEnv(rocksdb::Env* base, const FolderKeys& keys)
      : EnvWrapper(rocksdb::NewCompositeEnv(MakeEncryptedFileSystem(base->GetFileSystem(), keys))) {
    system_clock_ = base->GetSystemClock();
  }
  const char* Name() const override { return "stator.EncryptedEnv"; }
};

}  // namespace

std::shared_ptr<rocksdb::FileSystem> MakeEncryptedFileSystem(
    const std::shared_ptr<rocksdb::FileSystem>& base, const FolderKeys& keys) {
  return std::make_shared<EncryptedFiles>(base, keys);
}

std::unique_ptr<rocksdb::Env> MakeEncryptedEnv(rocksdb::Env* base, const FolderKeys& keys) {
  return std::make_unique<EncryptedEnv>(base, keys);
}

}  // namespace stator
