// SHA-256 and HMAC-SHA-256 with OpenSSL, as cheap as a small message allows. Threads: any.
#pragma once

#include <openssl/sha.h>

#include <array>
#include <string>
#include <string_view>

namespace stator::server {

using Digest = std::array<unsigned char, 32>;

inline std::string_view BytesOf(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Digest Sha256(std::string_view message);
// RFC 2104.
Digest HmacSha256(std::string_view key, std::string_view message);

// A key made ready: what is hashed before each message, hashed once. 224 bytes.
class HmacKey {
 public:
  explicit HmacKey(std::string_view key);
  Digest Sign(std::string_view message) const;

 private:
  SHA256_CTX inner_;
  SHA256_CTX outer_;
};

// Appends 64 lower-case hexadecimal digits.
void AppendHex(const Digest& digest, std::string* text);

// Whether both are equal, in a time that depends on their sizes only.
bool EqualInConstantTime(std::string_view a, std::string_view b);

}  // namespace stator::server
