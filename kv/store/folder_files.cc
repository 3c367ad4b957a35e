#include "kv/store/folder_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

namespace stator {
namespace {

class File {
 public:
  File(const std::string& path, int flags, mode_t mode = 0)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool ok() const { return fd_ >= 0; }
  int fd() const { return fd_; }

 private:
  const int fd_;
};

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

std::string ParentOf(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

}  // namespace

Status SystemError(std::string_view what, const std::string& path, int error_number) {
  return {Code::kUnavailable,
          std::string(what) + " " + path + ": " + std::generic_category().message(error_number)};
}

Result<std::string> ReadSmallFile(const std::string& path, size_t limit_bytes) {
  const File file(path, O_RDONLY);
  if (!file.ok()) {
    if (errno == ENOENT) return Status(Code::kNotFound, "there is no " + path);
    return SystemError("cannot open", path, errno);
  }
  std::string content;
  char buffer[512];
  for (;;) {
    const ssize_t n = ::read(file.fd(), buffer, sizeof(buffer));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return SystemError("cannot read", path, errno);
    if (n == 0) return content;
    content.append(buffer, static_cast<size_t>(n));
    if (content.size() > limit_bytes) return CorruptionError(path + " is too long");
  }
}

Status WriteFileDurably(const std::string& path, std::string_view content) {
  const std::string temporary = path + ".tmp";
  {
    const File file(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (!file.ok()) return SystemError("cannot create", temporary, errno);
    if (!WriteAll(file.fd(), content)) return SystemError("cannot write", temporary, errno);
    if (::fsync(file.fd()) != 0) return SystemError("cannot sync", temporary, errno);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    return SystemError("cannot rename to", path, errno);
  }
  return SyncFolder(ParentOf(path));
}

Status SyncFolder(const std::string& path) {
  const File folder(path, O_RDONLY | O_DIRECTORY);
  if (!folder.ok()) return SystemError("cannot open", path, errno);
  if (::fsync(folder.fd()) != 0) return SystemError("cannot sync", path, errno);
  return OkStatus();
}

Status RemoveFile(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
    return SystemError("cannot remove", path, errno);
  }
  return OkStatus();
}

Status MakeFolder(const std::string& path) {
  // "a/b/" names the folder "a/b".
  std::string folder = path;
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  if (::mkdir(folder.c_str(), 0755) != 0) {
    if (errno == EEXIST) return OkStatus();
    const std::string parent = ParentOf(folder);
    if (errno != ENOENT || parent == folder) return SystemError("cannot create", folder, errno);
    STATOR_RETURN_IF_ERROR(MakeFolder(parent));
    if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST) {
      return SystemError("cannot create", folder, errno);
    }
  }
  return SyncFolder(ParentOf(folder));
}

Result<std::vector<std::string>> ListFolder(const std::string& path) {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), &::closedir);
  if (folder == nullptr) {
    if (errno == ENOENT) return Status(Code::kNotFound, "there is no " + path);
    if (errno == ENOTDIR) return Status(Code::kFormat, path + " is not a folder");
    return SystemError("cannot open", path, errno);
  }
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) return SystemError("cannot list", path, errno);
  return names;
}

}  // namespace stator
