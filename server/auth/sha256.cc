// The functions of the algorithm itself. Behind the general interface (EVP), even with the
// algorithm fetched and the context kept, a digest of a request's few hundred bytes takes half as
// long again.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "server/auth/sha256.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstring>

namespace stator::server {
namespace {

constexpr size_t kBlockBytes = 64;

// Two digits for each byte.
constexpr std::array<char, 512> MakeHexDigits() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<char, 512> digits{};
  for (size_t byte = 0; byte < 256; ++byte) {
    digits[2 * byte] = kDigits[byte >> 4];
    digits[2 * byte + 1] = kDigits[byte & 15];
  }
  return digits;
}
constexpr std::array<char, 512> kHexDigits = MakeHexDigits();

// None of OpenSSL's functions here can fail for SHA-256 itself.
Digest Finish(SHA256_CTX context, std::string_view message) {
  SHA256_Update(&context, message.data(), message.size());
  Digest digest;
  SHA256_Final(digest.data(), &context);
  return digest;
}

// The state after the key's block, every byte of which is changed by `pad`.
SHA256_CTX Begin(std::string_view key, unsigned char pad) {
  std::array<unsigned char, kBlockBytes> block;
  block.fill(pad);
  std::transform(key.begin(), key.end(), block.begin(), [pad](char byte) {
    return static_cast<unsigned char>(static_cast<unsigned char>(byte) ^ pad);
  });
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, block.data(), block.size());
  return context;
}

}  // namespace

Digest Sha256(std::string_view message) {
  SHA256_CTX context;
  SHA256_Init(&context);
  return Finish(context, message);
}

HmacKey::HmacKey(std::string_view key) {
  Digest hashed_key;
  if (key.size() > kBlockBytes) {
    hashed_key = Sha256(key);
    key = BytesOf(hashed_key);
  }
  inner_ = Begin(key, 0x36);
  outer_ = Begin(key, 0x5c);
}

Digest HmacKey::Sign(std::string_view message) const {
  const Digest inner = Finish(inner_, message);
  return Finish(outer_, BytesOf(inner));
}

Digest HmacSha256(std::string_view key, std::string_view message) {
  return HmacKey(key).Sign(message);
}

void AppendHex(const Digest& digest, std::string* text) {
  std::array<char, 64> digits;
  char* digit = digits.data();
  for (const unsigned char byte : digest) {
    std::memcpy(digit, &kHexDigits[2 * size_t{byte}], 2);
    digit += 2;
  }
  text->append(digits.data(), digits.size());
}

bool EqualInConstantTime(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace stator::server
