#include "kv/store/folder_keys.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <memory>

#include "kv/store/encryption_key.h"
#include "kv/store/openssl_lifetime.h"

namespace stator {
namespace {

using Derivation = std::unique_ptr<EVP_KDF_CTX, void (*)(EVP_KDF_CTX*)>;

Derivation NewDerivation() {
  EVP_KDF* const hkdf = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
  Derivation context(EVP_KDF_CTX_new(hkdf), &EVP_KDF_CTX_free);
  EVP_KDF_free(hkdf);
  return context;
}

// HKDF-SHA256 (RFC 5869) of the key with that salt; `purpose` is its "info".
bool Derive(std::string_view key, std::string_view salt, std::string_view purpose, size_t bytes,
            std::string* out) {
  const Derivation context = NewDerivation();
  if (context == nullptr) return false;
  char digest[] = "SHA256";
  const auto octets = [](const char* name, std::string_view value) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(value.data()), value.size());
  };
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      octets(OSSL_KDF_PARAM_KEY, key), octets(OSSL_KDF_PARAM_SALT, salt),
      octets(OSSL_KDF_PARAM_INFO, purpose), OSSL_PARAM_construct_end()};
  out->resize(bytes);
  auto* const into = reinterpret_cast<unsigned char*>(out->data());
  return EVP_KDF_derive(context.get(), into, bytes, parameters) == 1;
}

void Wipe(std::string* secret) { OPENSSL_cleanse(secret->data(), secret->size()); }

}  // namespace

FolderKeys::~FolderKeys() {
  Wipe(&data_key);
  Wipe(&prefix_key);
}

Result<FolderKeys> DeriveFolderKeys(std::string_view key, std::string_view salt) {
  if (key.size() != kEncryptionKeyBytes) {
    return ValidationError("an encryption key has 32 bytes");
  }
  KeepOpenSslToTheEnd();
  FolderKeys keys;
  keys.record.salt = std::string(salt);
  if (!Derive(key, salt, "stator data", 32, &keys.data_key) ||
      !Derive(key, salt, "stator prefix", 32, &keys.prefix_key) ||
      !Derive(key, salt, "stator key id", FolderKeys::kIdBytes, &keys.id) ||
      !Derive(key, salt, "stator key check", kKeyCheckBytes, &keys.record.key_check)) {
    return InternalError("OpenSSL cannot derive keys (HKDF)");
  }
  return keys;
}

Result<FolderKeys> NewFolderKeys(std::string_view key) {
  KeepOpenSslToTheEnd();
  std::string salt(kFolderSaltBytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(salt.data()), static_cast<int>(salt.size())) !=
      1) {
    return Status(Code::kUnavailable, "OpenSSL has no random bytes");
  }
  return DeriveFolderKeys(key, salt);
}

Result<FolderKeys> FolderKeysFor(std::string_view key, const FolderEncryption& record) {
  STATOR_ASSIGN_OR_RETURN(FolderKeys keys, DeriveFolderKeys(key, record.salt));
  const std::string& check = keys.record.key_check;
  if (record.key_check.size() != check.size() ||
      CRYPTO_memcmp(record.key_check.data(), check.data(), check.size()) != 0) {
    return Status(Code::kFormat, "it is encrypted with another key than the one given");
  }
  return keys;
}

}  // namespace stator
