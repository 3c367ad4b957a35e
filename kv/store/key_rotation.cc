#include "kv/store/key_rotation.h"

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "kv/store/data_folder.h"
#include "kv/store/encrypted_files.h"
#include "kv/store/encryption_key.h"
#include "kv/store/file_prefix.h"
#include "kv/store/folder_files.h"
#include "kv/store/rocks_status.h"

namespace stator {
namespace {

using Files = std::shared_ptr<rocksdb::FileSystem>;

constexpr size_t kCopyBytes = 1 << 20;
// For the folder's own blocks and the file STATOR.
constexpr uint64_t kSpareBytes = 1 << 20;

Files FilesWith(const std::optional<FolderKeys>& keys) {
  Files files = rocksdb::FileSystem::Default();
  return keys ? MakeEncryptedFileSystem(files, *keys) : files;
}

// The lock of the engine, for file systems that cannot lock the folder itself.
class EngineLock {
 public:
  explicit EngineLock(std::string path) : path_(std::move(path)) {}
  ~EngineLock() {
    if (lock_ != nullptr) rocksdb::Env::Default()->UnlockFile(lock_).PermitUncheckedError();
  }
  EngineLock(const EngineLock&) = delete;
  EngineLock& operator=(const EngineLock&) = delete;
  Status Take() {
    return OpenStatus(rocksdb::Env::Default()->LockFile(path_ + "/LOCK", &lock_), path_);
  }

 private:
  const std::string path_;
  rocksdb::FileLock* lock_ = nullptr;
};

bool Fits(const FolderState& state, const std::string& key) {
  if (!state.encryption) return key.empty();
  return !key.empty() && FolderKeysFor(key, *state.encryption).ok();
}

Status CheckSpace(const std::string& path, const std::vector<std::string>& names) {
  uint64_t needed = kSpareBytes;
  for (const std::string& name : names) {
    uint64_t bytes = 0;
    STATOR_RETURN_IF_ERROR(
        OpenStatus(rocksdb::Env::Default()->GetFileSize(path + "/" + name, &bytes), path));
    needed += bytes + 2 * kFilePrefixBytes;  // a prefix, and the rest of the last block
  }
  struct statvfs volume {};
  if (::statvfs(path.c_str(), &volume) != 0) return SystemError("cannot examine", path, errno);
  const uint64_t free = uint64_t{volume.f_bavail} * volume.f_frsize;
  if (free >= needed) return OkStatus();
  return {Code::kUnavailable, "not enough space in " + path + ": " + std::to_string(needed) +
                                  " bytes are needed while it is encrypted anew, and " +
                                  std::to_string(free) + " are free. Nothing in it was changed."};
}

rocksdb::IOStatus CopyBytes(rocksdb::FSSequentialFile* from, rocksdb::FSWritableFile* to,
                            uint64_t* bytes) {
  const std::unique_ptr<char[]> buffer(new char[kCopyBytes]);
  for (;;) {
    rocksdb::Slice piece;
    rocksdb::IOStatus status = from->Read(kCopyBytes, {}, &piece, buffer.get(), nullptr);
    if (!status.ok() || piece.empty()) return status;
    status = to->Append(piece, {}, nullptr);
    if (!status.ok()) return status;
    *bytes += piece.size();
  }
}

rocksdb::IOStatus CopyFile(const Files& from_files, const std::string& from, const Files& to_files,
                           const std::string& to, uint64_t* bytes) {
  std::unique_ptr<rocksdb::FSSequentialFile> source;
  rocksdb::IOStatus status = from_files->NewSequentialFile(from, {}, &source, nullptr);
  if (!status.ok()) return status;
  std::unique_ptr<rocksdb::FSWritableFile> target;
  status = to_files->NewWritableFile(to, {}, &target, nullptr);
  if (status.ok()) status = CopyBytes(source.get(), target.get(), bytes);
  if (status.ok()) status = target->Fsync({}, nullptr);
  if (status.ok()) status = target->Close({}, nullptr);
  return status;
}

// Step 2.
Status WriteNewVersions(const DataFolder& folder, const std::optional<FolderKeys>& new_keys,
                        const RotationStep& step, RotationReport* report) {
  const std::string& path = folder.path();
  STATOR_ASSIGN_OR_RETURN(const std::vector<std::string> names, ListEngineFiles(path));
  STATOR_RETURN_IF_ERROR(CheckSpace(path, names));
  const std::string staged = RotationFolder(path);
  STATOR_RETURN_IF_ERROR(MakeFolder(staged));
  const Files old_files = FilesWith(folder.keys());
  const Files new_files = FilesWith(new_keys);
  for (const std::string& name : names) {
    if (step) step("encrypt", name);
    STATOR_RETURN_IF_ERROR(OpenStatus(
        CopyFile(old_files, path + "/" + name, new_files, staged + "/" + name, &report->bytes),
        path));
    ++report->files;
  }
  return SyncFolder(staged);
}

Status CheckKeys(const KeyRotation& rotation) {
  for (const std::string* key : {&rotation.old_key, &rotation.new_key}) {
    if (!key->empty() && key->size() != kEncryptionKeyBytes) {
      return ValidationError("an encryption key has 32 bytes");
    }
  }
  if (rotation.old_key.empty() && rotation.new_key.empty()) {
    return ValidationError("there is neither an old nor a new key");
  }
  return OkStatus();
}

// Opens and locks; with the new key, where that is the folder's already.
Result<DataFolder> OpenForRotation(const KeyRotation& rotation, RotationReport* report) {
  STATOR_ASSIGN_OR_RETURN(const std::optional<FolderState> state,
                          DataFolder::Inspect(rotation.path));
  if (!state) return Status(Code::kNotFound, "there is no data folder " + rotation.path);
  if (!state->ready) {
    return Status(Code::kFormat, "data folder " + rotation.path +
                                     " is not complete: its making was cut off. Open it once with "
                                     "its own key. Nothing in it was changed.");
  }
  report->was_done = !Fits(*state, rotation.old_key) && Fits(*state, rotation.new_key);
  return DataFolder::Open(rotation.path, state->partitions,
                          report->was_done ? rotation.new_key : rotation.old_key);
}

}  // namespace

Result<RotationReport> RotateEncryptionKey(const KeyRotation& rotation) {
  STATOR_RETURN_IF_ERROR(CheckKeys(rotation));
  RotationReport report;
  STATOR_ASSIGN_OR_RETURN(DataFolder folder, OpenForRotation(rotation, &report));
  if (report.was_done) return report;
  EngineLock engine_lock(rotation.path);
  STATOR_RETURN_IF_ERROR(engine_lock.Take());

  FolderState state = folder.state();
  std::optional<FolderKeys> new_keys;
  state.encryption.reset();
  if (!rotation.new_key.empty()) {
    STATOR_ASSIGN_OR_RETURN(new_keys, NewFolderKeys(rotation.new_key));
    state.encryption = new_keys->record;
  }
  const Status written = WriteNewVersions(folder, new_keys, rotation.step, &report);
  if (!written.ok()) {
    // A second error while tidying up would hide the first; the next opening tidies up, too.
    DropRotationFolder(rotation.path).ok();
    return written;
  }
  if (rotation.step) rotation.step("switch", "STATOR");
  state.rotating = true;
  STATOR_RETURN_IF_ERROR(folder.Write(state));
  STATOR_RETURN_IF_ERROR(MoveRotatedFiles(rotation.path, rotation.step));
  if (rotation.step) rotation.step("finish", "STATOR");
  STATOR_RETURN_IF_ERROR(folder.MarkReady());
  return report;
}

}  // namespace stator
