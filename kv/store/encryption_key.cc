#include "kv/store/encryption_key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <utility>

#include "kv/base/hex.h"
#include "kv/base/named_file.h"

namespace stator {
namespace {

constexpr size_t kHexDigits = 2 * kEncryptionKeyBytes;
constexpr size_t kBase64Characters = 44;
constexpr size_t kLongestFileBytes = 256;  // a key, and room to notice that it is something else

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
  return ValidationError("the encryption key file " + path + ": " + reason);
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
  Result<std::string> text = ReadNamedFile(
      path, {.most_bytes = kLongestFileBytes, .secrecy = FileSecrecy::kFromAll, .or_pipe = true});
  if (!text.ok()) return FileError(path, text.status().message());
  Result<std::string> key = ParseEncryptionKey(*text);
  OPENSSL_cleanse(text->data(), text->size());
  if (!key.ok()) return FileError(path, "it holds no key: " + key.status().message());
  return key;
}

}  // namespace stator
