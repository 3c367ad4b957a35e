#include "server/small_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace stator::server {
namespace {

constexpr size_t kMostBytes = 4 << 20;
constexpr mode_t kOthers = S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;

class Descriptor {
 public:
  // Without O_NONBLOCK the open of a named pipe waits for its writer.
  explicit Descriptor(const std::string& path)
      : number_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  const int number_;
};

Status CannotRead(const std::string& path, std::string_view why) {
  return ValidationError(std::string("cannot read ").append(path).append(": ").append(why));
}

Status CheckMode(const std::string& path, mode_t mode) {
  if ((mode & kOthers) == 0) return OkStatus();
  return ValidationError(
      std::string(path).append(" holds secrets, and others than its owner may read or write it; "
                               "take that away with chmod 600"));
}

// The mode is that of what is read, whatever becomes of the name meanwhile.
Result<std::string> Read(const std::string& path, bool secret) {
  const Descriptor file(path);
  struct stat facts = {};
  if (file.number() < 0 || fstat(file.number(), &facts) != 0) {
    return CannotRead(path, std::strerror(errno));
  }
  if (!S_ISREG(facts.st_mode)) return CannotRead(path, "not a regular file");
  if (secret) STATOR_RETURN_IF_ERROR(CheckMode(path, facts.st_mode));
  std::string text;
  char piece[16 * 1024];
  for (;;) {
    const ssize_t count = read(file.number(), piece, sizeof(piece));
    if (count == 0) return text;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return CannotRead(path, std::strerror(errno));
    text.append(piece, static_cast<size_t>(count));
    if (text.size() > kMostBytes) return CannotRead(path, "more than 4 MB");
  }
}

}  // namespace

Result<std::string> ReadSmallFile(const std::string& path) { return Read(path, false); }

Result<std::string> ReadSecretFile(const std::string& path) { return Read(path, true); }

}  // namespace stator::server
