#include "kv/base/named_file.h"

#include <fcntl.h>
#include <string.h>  // explicit_bzero
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>

namespace stator {
namespace {

constexpr size_t kPieceBytes = 16 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  const int number_;
};

Status Failed(std::string_view what) {
  return ValidationError(std::string(what) + ": " + std::generic_category().message(errno));
}

mode_t ForbiddenMode(FileSecrecy secrecy) {
  switch (secrecy) {
    case FileSecrecy::kNone: return 0;
    case FileSecrecy::kFromWriters: return S_IWGRP | S_IWOTH;
    case FileSecrecy::kFromAll: return S_IRWXG | S_IRWXO;
  }
  return 0;
}

Status CheckMode(mode_t mode, FileSecrecy secrecy) {
  if ((mode & ForbiddenMode(secrecy)) == 0) return OkStatus();
  char digits[8];
  std::snprintf(digits, sizeof digits, "%04o", static_cast<unsigned>(mode & 07777));
  return ValidationError("its mode " + std::string(digits) +
                         (secrecy == FileSecrecy::kFromAll
                              ? " lets others at the secrets in it; chmod 600 makes it right"
                              : " lets others write it; chmod go-w makes it right"));
}

Status CheckKind(mode_t mode, bool or_pipe) {
  if (S_ISREG(mode) || (or_pipe && S_ISFIFO(mode))) return OkStatus();
  return ValidationError("it is not a regular file");
}

std::string SizeText(size_t bytes) {
  constexpr size_t kMegabyte = 1 << 20;
  return bytes < kMegabyte ? std::to_string(bytes) + " bytes"
                           : std::to_string(bytes / kMegabyte) + " MB";
}

// Adds what there is to *text, which never holds more than the limit.
Status ReadAll(int descriptor, size_t most_bytes, std::string* text) {
  std::array<char, kPieceBytes> piece;
  Status status;
  for (;;) {
    const ssize_t count = ::read(descriptor, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) status = Failed("it cannot be read");
    if (count <= 0) break;
    const std::string_view got(piece.data(), static_cast<size_t>(count));
    if (got.size() > most_bytes - text->size()) {
      status = ValidationError("it is larger than " + SizeText(most_bytes));
      break;
    }
    text->append(got);
  }
  explicit_bzero(piece.data(), piece.size());
  return status;
}

}  // namespace

Result<std::string> ReadNamedFile(const std::string& path, const NamedFileRules& rules) {
  // With O_NONBLOCK the open of a named pipe does not wait.
  const int wait = rules.or_pipe ? 0 : O_NONBLOCK;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | wait));
  if (file.number() < 0) return Failed("it cannot be opened");
  struct stat facts = {};
  if (::fstat(file.number(), &facts) != 0) return Failed("its mode cannot be read");
  STATOR_RETURN_IF_ERROR(CheckKind(facts.st_mode, rules.or_pipe));
  STATOR_RETURN_IF_ERROR(CheckMode(facts.st_mode, rules.secrecy));
  std::string text;
  // So that it does not move and leave its bytes behind.
  const auto size = static_cast<size_t>(std::max<off_t>(facts.st_size, 0));
  text.reserve(std::min(rules.most_bytes, std::max(size, kPieceBytes)));
  const Status read = ReadAll(file.number(), rules.most_bytes, &text);
  if (read.ok()) return text;
  if (!text.empty()) explicit_bzero(text.data(), text.size());
  return read;
}

}  // namespace stator
