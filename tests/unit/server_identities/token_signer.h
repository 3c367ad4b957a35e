// Keys of an identity provider of the tests, and tokens signed with them.
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

namespace stator::server::testing {

std::string EncodeBase64Url(std::string_view bytes);

class TokenSigner {
 public:
  // type: "RSA", "P-256", "P-384" or "P-521".
  TokenSigner(std::string type, std::string key_id);

  // {"kty": …}, with these members besides: ,"alg":"RS256"
  std::string Jwk(std::string_view more = "") const;
  // A token of that algorithm and those claims. header_more: members besides alg and kid.
  std::string Sign(std::string_view algorithm, std::string_view claims,
                   std::string_view header_more = "") const;
  // The signature alone, over any text.
  std::string Signature(std::string_view algorithm, std::string_view text) const;
  const std::string& key_id() const { return key_id_; }

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  };
  std::string Number(const char* parameter) const;

  const std::string type_;
  const std::string key_id_;
  std::unique_ptr<EVP_PKEY, Free> key_;
};

}  // namespace stator::server::testing
