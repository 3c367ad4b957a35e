#include "server/auth/identities_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace stator::server {
namespace {

// Far above any file that a person writes; a slip must not fill the memory.
constexpr size_t kMaxBytes = 64U << 20;

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

Status Failed(const std::string& what) { return ValidationError(what + ": " + strerror(errno)); }

// The mode is that of the descriptor: the file may be another by now.
Status CheckMode(int descriptor, mode_t forbidden) {
  struct stat about = {};
  if (::fstat(descriptor, &about) != 0) return Failed("the file's mode cannot be read");
  if (!S_ISREG(about.st_mode)) return ValidationError("it is not a regular file");
  if ((about.st_mode & forbidden) == 0) return OkStatus();
  char mode[8];
  std::snprintf(mode, sizeof mode, "%04o", static_cast<unsigned>(about.st_mode & 07777));
  return ValidationError("its mode " + std::string(mode) +
                         (forbidden == (S_IWGRP | S_IWOTH)
                              ? " lets others write it; chmod go-w"
                              : " lets others at the secrets in it; chmod 600") +
                         " makes it right");
}

Result<std::string> ReadAll(const std::string& path, mode_t forbidden) {
  // O_NONBLOCK: a named pipe must not hold up the start; it is refused below.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return Failed("it cannot be opened");
  STATOR_RETURN_IF_ERROR(CheckMode(file.get(), forbidden));
  std::string text;
  char buffer[1 << 16];
  while (true) {
    const ssize_t got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failed("it cannot be read");
    if (got == 0) return text;
    text.append(buffer, static_cast<size_t>(got));
    if (text.size() > kMaxBytes) return ValidationError("it is larger than 64 MB");
  }
}

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

}  // namespace

Result<std::shared_ptr<const Identities>> LoadIdentities(const std::string& path) {
  const auto named = [&path](const Status& status) {
    return ValidationError("the identities file " + path + ": " + status.message());
  };
  auto text = ReadAll(path, S_IRWXG | S_IRWXO);
  if (!text.ok()) return named(text.status());
  const auto read_file = [folder = FolderOf(path)](const std::string& name) -> Result<std::string> {
    if (name.find('/') != std::string::npos || name.starts_with(".")) {
      return ValidationError("must be the name of a file in the same folder");
    }
    return ReadAll(folder + name, S_IWGRP | S_IWOTH);
  };
  auto identities = Identities::Parse(*text, read_file);
  if (!identities.ok()) return named(identities.status());
  return identities;
}

}  // namespace stator::server
