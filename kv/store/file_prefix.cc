#include "kv/store/file_prefix.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace stator {
namespace {

constexpr std::string_view kMarker("StatorE\x01", 8);  // the last byte is the version
constexpr size_t kIdOffset = 8;
constexpr size_t kCounterOffset = kIdOffset + FolderKeys::kIdBytes;
constexpr size_t kTagOffset = kCounterOffset + kCipherBlockBytes;
constexpr size_t kTagBytes = 32;

using Tag = std::array<unsigned char, kTagBytes>;

// Of all that lies before the tag.
bool ComputeTag(const FolderKeys& keys, std::string_view prefix, Tag* tag) {
  unsigned size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(prefix.data());
  return HMAC(EVP_sha256(), keys.prefix_key.data(), static_cast<int>(keys.prefix_key.size()), bytes,
              kTagOffset, tag->data(), &size) != nullptr &&
         size == kTagBytes;
}

Status CipherFailed() { return InternalError("OpenSSL cannot make a file's prefix"); }

}  // namespace

Result<std::string> EncodeFilePrefix(const FolderKeys& keys, const CipherCounter& first) {
  std::string prefix(kMarker);
  prefix += keys.id;
  prefix.append(first.begin(), first.end());
  Tag tag{};
  if (prefix.size() != kTagOffset || !ComputeTag(keys, prefix, &tag)) return CipherFailed();
  prefix.append(tag.begin(), tag.end());
  prefix.resize(kFilePrefixBytes);
  return prefix;
}

Result<std::string> NewFilePrefix(const FolderKeys& keys) {
  CipherCounter first{};
  if (RAND_bytes(first.data(), static_cast<int>(first.size())) != 1) return CipherFailed();
  return EncodeFilePrefix(keys, first);
}

Result<CipherCounter> DecodeFilePrefix(const FolderKeys& keys, std::string_view prefix) {
  if (prefix.size() < kFilePrefixBytes || !prefix.starts_with(kMarker)) {
    return CorruptionError("the file is not an encrypted one, or its prefix is damaged");
  }
  if (prefix.substr(kIdOffset, FolderKeys::kIdBytes) != keys.id) {
    return Status(Code::kFormat, "the file is encrypted with another key");
  }
  Tag tag{};
  if (!ComputeTag(keys, prefix, &tag)) return CipherFailed();
  if (CRYPTO_memcmp(tag.data(), prefix.data() + kTagOffset, kTagBytes) != 0) {
    return CorruptionError("the prefix of the encrypted file is damaged");
  }
  CipherCounter first{};
  std::memcpy(first.data(), prefix.data() + kCounterOffset, first.size());
  return first;
}

bool IsUnwrittenPrefix(std::string_view prefix) {
  if (prefix.size() < kFilePrefixBytes) return true;
  prefix = prefix.substr(0, kFilePrefixBytes);
  return std::all_of(prefix.begin(), prefix.end(), [](char c) { return c == '\0'; });
}

}  // namespace stator
