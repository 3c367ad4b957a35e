#include "kv/store/token_seal.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>

#include "kv/codec/key_codec.h"
#include "kv/store/openssl_lifetime.h"
#include "kv/store/pinned_value.h"

namespace stator {
namespace {

Result<std::string> NewSecret() {
  std::string secret(TokenSeal::kSecretBytes, '\0');
  // Not RandomSource, which is not for secrets (kv/base/clock.h).
  if (RAND_bytes(reinterpret_cast<unsigned char*>(secret.data()),
                 static_cast<int>(secret.size())) != 1) {
    return InternalError("OpenSSL has no random bytes");
  }
  return secret;
}

}  // namespace

std::string TokenSecretRecordKey() { return std::string("\0token secret", 13); }

Result<std::string> TokenSeal::ReadOrMake() const {
  PinnedValue value;
  const Status found = store_->Get(kCatalogFamily, TokenSecretRecordKey(), &value);
  if (found.ok()) {
    if (value.bytes().size() == kSecretBytes) return std::string(value.bytes());
    return CorruptionError("catalog: the secret of tokens has the wrong length");
  }
  if (found.code() != Code::kNotFound) return found;
  STATOR_ASSIGN_OR_RETURN(std::string secret, NewSecret());
  const auto batch = store_->NewBatch();
  batch->Put(kCatalogFamily, TokenSecretRecordKey(), secret);
  STATOR_RETURN_IF_ERROR(store_->Commit(*batch).status());
  return secret;
}

Result<std::string> TokenSeal::Secret() {
  const MutexLock lock(&mu_);
  if (secret_.empty()) {
    KeepOpenSslToTheEnd();
    STATOR_ASSIGN_OR_RETURN(secret_, ReadOrMake());
  }
  return secret_;
}

Result<uint64_t> TokenSeal::Of(std::string_view text) {
  STATOR_ASSIGN_OR_RETURN(const std::string secret, Secret());
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes, text.size(),
           digest.data(), nullptr) == nullptr) {
    return InternalError("OpenSSL has no HMAC-SHA256");
  }
  return ReadBigEndian64({reinterpret_cast<const char*>(digest.data()), 8});
}

}  // namespace stator
