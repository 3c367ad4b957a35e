#include "kv/store/encryption_key.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace stator {
namespace {

constexpr size_t kHexDigits = 2 * kEncryptionKeyBytes;
constexpr size_t kBase64Characters = 44;
constexpr size_t kLongestFileBytes = 256;  // a key, and room to notice that it is something else

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool FromHex(std::string_view text, std::string* key) {
  for (size_t i = 0; i < text.size(); i += 2) {
    const int high = HexDigit(text[i]);
    const int low = HexDigit(text[i + 1]);
    if (high < 0 || low < 0) return false;
    key->push_back(static_cast<char>(high << 4 | low));
  }
  return true;
}

// 32 bytes are 43 characters and one "=".
bool FromBase64(std::string_view text, std::string* key) {
  if (text.back() != '=' || text[kBase64Characters - 2] == '=') return false;
  std::array<unsigned char, 3 * kBase64Characters / 4> bytes{};
  const auto* in = reinterpret_cast<const unsigned char*>(text.data());
  const int size = EVP_DecodeBlock(bytes.data(), in, static_cast<int>(text.size()));
  // The padding counts as a byte there.
  const bool good = size == static_cast<int>(kEncryptionKeyBytes) + 1;
  if (good) key->assign(reinterpret_cast<const char*>(bytes.data()), kEncryptionKeyBytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return good;
}

Status FileError(const std::string& path, const std::string& reason) {
  return ValidationError("the encryption key file " + path + " " + reason);
}

std::string SystemReason(int error_number) {
  return "cannot be read: " + std::generic_category().message(error_number);
}

// Reads from an open file; closes nothing.
Status ReadKeyText(int descriptor, const std::string& path, std::string* text) {
  struct stat info {};
  if (::fstat(descriptor, &info) != 0) return FileError(path, SystemReason(errno));
  if (S_ISDIR(info.st_mode)) return FileError(path, "is a folder");
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return FileError(path, "may be read or changed by others than its owner; chmod 600 mends that");
  }
  char buffer[kLongestFileBytes];
  while (text->size() < kLongestFileBytes) {
    const ssize_t n = ::read(descriptor, buffer, kLongestFileBytes - text->size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return FileError(path, SystemReason(errno));
    if (n == 0) break;
    text->append(buffer, static_cast<size_t>(n));
  }
  OPENSSL_cleanse(buffer, sizeof(buffer));
  return OkStatus();
}

}  // namespace

Result<std::string> ParseEncryptionKey(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  std::string key;
  if (text.size() == kHexDigits && FromHex(text, &key)) return key;
  key.clear();
  if (text.size() == kBase64Characters && FromBase64(text, &key)) return key;
  return ValidationError("an encryption key is 64 hexadecimal digits or 44 characters of Base64");
}

Result<std::string> ReadEncryptionKeyFile(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return FileError(path, SystemReason(errno));
  std::string text;
  text.reserve(kLongestFileBytes);  // no copies of the key in memory that was given back
  const Status read = ReadKeyText(descriptor, path, &text);
  ::close(descriptor);
  STATOR_RETURN_IF_ERROR(read);
  Result<std::string> key = ParseEncryptionKey(text);
  OPENSSL_cleanse(text.data(), text.size());
  if (!key.ok()) return FileError(path, "holds no key: " + key.status().message());
  return key;
}

}  // namespace stator
