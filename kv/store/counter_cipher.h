// AES-256 in counter mode (NIST SP 800-38A) over any range of bytes. The block with number n is
// xored with AES(key, first counter + n), a sum modulo 2^128. Encrypting and decrypting are the
// same.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/mutex.h"

namespace stator {

inline constexpr size_t kCipherBlockBytes = 16;
using CipherCounter = std::array<unsigned char, kCipherBlockBytes>;  // big-endian

// first + blocks, modulo 2^128.
CipherCounter AddBlocks(const CipherCounter& first, uint64_t blocks);

// Threads: any, at the same time.
class CounterCipher {
 public:
  explicit CounterCipher(std::string_view key);  // 32 bytes
  ~CounterCipher();
  CounterCipher(const CounterCipher&) = delete;
  CounterCipher& operator=(const CounterCipher&) = delete;

  // Turns `size` bytes in place, of which the first has that offset from the byte that `first`
  // begins with. False: OpenSSL failed, and the bytes are worth nothing.
  bool Apply(const CipherCounter& first, uint64_t offset, char* data, size_t size) const;

 private:
  // Contexts that know the key, as expanding it costs more than a block of data. Owned here and not
  // by threads, which may end after OpenSSL has.
  EVP_CIPHER_CTX* Take() const;
  void GiveBack(EVP_CIPHER_CTX* context) const;

  std::string key_;
  mutable Mutex mu_;
  mutable std::vector<EVP_CIPHER_CTX*> idle_ GUARDED_BY(mu_);
};

}  // namespace stator
