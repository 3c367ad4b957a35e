#include "kv/store/counter_cipher.h"

#include <openssl/crypto.h>

#include <algorithm>

#include "kv/store/openssl_lifetime.h"

namespace stator {
namespace {

// OpenSSL takes an int.
constexpr size_t kMostBytesAtOnce = size_t{1} << 30;

bool Update(EVP_CIPHER_CTX* context, unsigned char* data, size_t size) {
  while (size > 0) {
    const int piece = static_cast<int>(std::min(size, kMostBytesAtOnce));
    int written = 0;
    if (EVP_EncryptUpdate(context, data, &written, data, piece) != 1 || written != piece) {
      return false;
    }
    data += piece;
    size -= static_cast<size_t>(piece);
  }
  return true;
}

}  // namespace

CipherCounter AddBlocks(const CipherCounter& first, uint64_t blocks) {
  CipherCounter sum = first;
  unsigned carry = 0;
  for (size_t i = sum.size(); i-- > 0 && (blocks != 0 || carry != 0); blocks >>= 8) {
    const unsigned digit = sum[i] + static_cast<unsigned>(blocks & 0xFF) + carry;
    sum[i] = static_cast<unsigned char>(digit);
    carry = digit >> 8;
  }
  return sum;
}

CounterCipher::CounterCipher(std::string_view key) : key_(key) { KeepOpenSslToTheEnd(); }

CounterCipher::~CounterCipher() {
  const MutexLock lock(&mu_);
  for (EVP_CIPHER_CTX* context : idle_) EVP_CIPHER_CTX_free(context);
  OPENSSL_cleanse(key_.data(), key_.size());
}

EVP_CIPHER_CTX* CounterCipher::Take() const {
  {
    const MutexLock lock(&mu_);
    if (!idle_.empty()) {
      EVP_CIPHER_CTX* const context = idle_.back();
      idle_.pop_back();
      return context;
    }
  }
  EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
  const auto* key = reinterpret_cast<const unsigned char*>(key_.data());
  if (context == nullptr ||
      EVP_EncryptInit_ex(context, EVP_aes_256_ctr(), nullptr, key, nullptr) != 1) {
    EVP_CIPHER_CTX_free(context);
    return nullptr;
  }
  return context;
}

void CounterCipher::GiveBack(EVP_CIPHER_CTX* context) const {
  const MutexLock lock(&mu_);
  idle_.push_back(context);
}

bool CounterCipher::Apply(const CipherCounter& first, uint64_t offset, char* data,
                          size_t size) const {
  if (size == 0) return true;
  EVP_CIPHER_CTX* const context = Take();
  if (context == nullptr) return false;
  const CipherCounter counter = AddBlocks(first, offset / kCipherBlockBytes);
  // Where the range begins within a block, what the block before it takes of the stream is dropped.
  unsigned char dropped[kCipherBlockBytes] = {};
  const bool good = EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, counter.data()) == 1 &&
                    Update(context, dropped, static_cast<size_t>(offset % kCipherBlockBytes)) &&
                    Update(context, reinterpret_cast<unsigned char*>(data), size);
  OPENSSL_cleanse(dropped, sizeof(dropped));
  GiveBack(context);
  return good;
}

}  // namespace stator
