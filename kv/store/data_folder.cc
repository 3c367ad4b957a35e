#include "kv/store/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <vector>

#include "kv/store/folder_files.h"
#include "kv/store/rotation_folder.h"

namespace stator {
namespace {

constexpr std::string_view kStateFile = "STATOR";
constexpr size_t kStateFileBytes = 4096;  // far more than this format needs; a newer one has room

std::string StateFilePath(const std::string& folder) {
  return folder + "/" + std::string(kStateFile);
}

Status NotADataFolder(const std::string& path) {
  return {Code::kFormat, path + " is not a data folder: it is not empty and has no file " +
                             std::string(kStateFile) + ". Nothing in it was changed."};
}

// What may lie in a folder before it is ours: the rest of a creation that was cut off before its
// first rename, and the folder that file systems make at the top of a volume.
bool MayLieInNewFolder(std::string_view name) {
  return name == "STATOR.tmp" || name == "lost+found";
}

Status Refused(const std::string& path, const std::string& reason) {
  return {Code::kFormat, "data folder " + path + ": " + reason + ". Nothing in it was changed."};
}

// None for a folder in plain text.
Result<std::optional<FolderKeys>> KeysOf(const std::string& path, const FolderState& state,
                                         std::string_view key) {
  if (!state.encryption && key.empty()) return std::optional<FolderKeys>();
  if (!state.encryption) {
    return Refused(path, "it is not encrypted, and an encryption key was given");
  }
  if (key.empty()) return Refused(path, "it is encrypted, and no encryption key was given");
  Result<FolderKeys> keys = FolderKeysFor(key, *state.encryption);
  if (keys.ok()) return std::optional<FolderKeys>(std::move(keys).value());
  if (keys.status().code() != Code::kFormat) return std::move(keys).status();
  return Refused(path, keys.status().message());
}

Result<int> LockFolder(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError("cannot open", path, errno);
  // Some network file systems cannot lock a folder. The engine's own lock file serves there.
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(fd);
    return Status(Code::kUnavailable, "data folder " + path + " is in use by another process");
  }
  return fd;
}

}  // namespace

Result<std::optional<FolderState>> DataFolder::Inspect(const std::string& path) {
  Result<std::vector<std::string>> names = ListFolder(path);
  if (!names.ok()) {
    if (names.status().code() == Code::kNotFound) return std::optional<FolderState>();
    return names.status();
  }
  bool foreign = false;
  bool ours = false;
  for (const std::string& name : *names) {
    ours |= name == kStateFile;
    foreign |= !MayLieInNewFolder(name);
  }
  if (!ours && foreign) return NotADataFolder(path);
  if (!ours) return std::optional<FolderState>();

  STATOR_ASSIGN_OR_RETURN(const std::string text,
                          ReadSmallFile(StateFilePath(path), kStateFileBytes));
  Result<FolderState> state = DecodeFolderState(text);
  if (!state.ok()) return Status(state.status().code(), path + ": " + state.status().message());
  return std::optional<FolderState>(std::move(state).value());
}

Result<DataFolder> DataFolder::Open(const std::string& path, uint32_t partitions,
                                    std::string_view key) {
  // Before anything is made or locked: a folder that is refused keeps every byte and time stamp.
  STATOR_ASSIGN_OR_RETURN(const std::optional<FolderState> before, Inspect(path));
  if (before) STATOR_RETURN_IF_ERROR(KeysOf(path, *before, key).status());
  STATOR_RETURN_IF_ERROR(MakeFolder(path));
  STATOR_ASSIGN_OR_RETURN(const int lock_fd, LockFolder(path));
  DataFolder folder(path, lock_fd);
  // Again, as another process may have made it its own meanwhile.
  STATOR_ASSIGN_OR_RETURN(const std::optional<FolderState> found, Inspect(path));
  STATOR_RETURN_IF_ERROR(folder.Prepare(found, partitions, key));
  return folder;
}

Status DataFolder::Prepare(const std::optional<FolderState>& found, uint32_t partitions,
                           std::string_view key) {
  if (found) {
    STATOR_ASSIGN_OR_RETURN(keys_, KeysOf(path_, *found, key));
    state_ = *found;
    if (!state_.rotating) return DropRotationFolder(path_);
    STATOR_RETURN_IF_ERROR(MoveRotatedFiles(path_, {}));
    return MarkReady();
  }
  FolderState state{partitions};
  if (!key.empty()) {
    STATOR_ASSIGN_OR_RETURN(keys_, NewFolderKeys(key));
    state.encryption = keys_->record;
  }
  return Write(state);
}

DataFolder::~DataFolder() {
  if (lock_fd_ >= 0) ::close(lock_fd_);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)),
      lock_fd_(std::exchange(other.lock_fd_, -1)),
      state_(std::move(other.state_)),
      keys_(std::move(other.keys_)) {}

Status DataFolder::Write(const FolderState& state) {
  STATOR_RETURN_IF_ERROR(WriteFileDurably(StateFilePath(path_), EncodeFolderState(state)));
  state_ = state;
  return OkStatus();
}

Status DataFolder::MarkReady() {
  FolderState ready = state_;
  ready.ready = true;
  ready.rotating = false;
  return Write(ready);
}

}  // namespace stator
