#include "tests/unit/server_identities/token_signer.h"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

#include "api/json/base64.h"

namespace stator::server::testing {
namespace {

const EVP_MD* DigestOf(std::string_view algorithm) {
  if (algorithm.ends_with("384")) return EVP_sha384();
  return algorithm.ends_with("512") ? EVP_sha512() : EVP_sha256();
}

size_t CoordinateBytes(std::string_view curve) {
  if (curve == "P-256") return 32;
  return curve == "P-384" ? 48 : 66;
}

std::string Padded(const BIGNUM* number, size_t bytes) {
  std::string text(bytes, '\0');
  EXPECT_EQ(
      BN_bn2binpad(number, reinterpret_cast<unsigned char*>(text.data()), static_cast<int>(bytes)),
      static_cast<int>(bytes));
  return text;
}

}  // namespace

std::string EncodeBase64Url(std::string_view bytes) {
  std::string text;
  api::json::AppendBase64(bytes, &text);
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

TokenSigner::TokenSigner(std::string type, std::string key_id)
    : type_(std::move(type)), key_id_(std::move(key_id)) {
  key_.reset(type_ == "RSA" ? EVP_RSA_gen(2048U) : EVP_EC_gen(type_.c_str()));
  EXPECT_NE(key_, nullptr);
}

std::string TokenSigner::Number(const char* parameter) const {
  BIGNUM* number = nullptr;
  EXPECT_EQ(EVP_PKEY_get_bn_param(key_.get(), parameter, &number), 1);
  const size_t bytes =
      type_ == "RSA" ? static_cast<size_t>(BN_num_bytes(number)) : CoordinateBytes(type_);
  std::string text = Padded(number, bytes);
  BN_free(number);
  return EncodeBase64Url(text);
}

std::string TokenSigner::Jwk(std::string_view more) const {
  const std::string key = type_ == "RSA" ? R"("kty":"RSA","n":")" + Number(OSSL_PKEY_PARAM_RSA_N) +
                                               R"(","e":")" + Number(OSSL_PKEY_PARAM_RSA_E)
                                         : R"("kty":"EC","crv":")" + type_ + R"(","x":")" +
                                               Number(OSSL_PKEY_PARAM_EC_PUB_X) + R"(","y":")" +
                                               Number(OSSL_PKEY_PARAM_EC_PUB_Y);
  return "{" + key + R"(","kid":")" + key_id_ + "\"" + std::string(more) + "}";
}

std::string TokenSigner::Signature(std::string_view algorithm, std::string_view text) const {
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EXPECT_EQ(EVP_DigestSignInit(context, nullptr, DigestOf(algorithm), nullptr, key_.get()), 1);
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  size_t size = 0;
  EXPECT_EQ(EVP_DigestSign(context, nullptr, &size, bytes, text.size()), 1);
  std::string signature(size, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(signature.data());
  EXPECT_EQ(EVP_DigestSign(context, out, &size, bytes, text.size()), 1);
  signature.resize(size);
  EVP_MD_CTX_free(context);
  if (type_ == "RSA") return signature;
  const unsigned char* der = out;
  ECDSA_SIG* const numbers = d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(size));
  const size_t coordinate = CoordinateBytes(type_);
  signature =
      Padded(ECDSA_SIG_get0_r(numbers), coordinate) + Padded(ECDSA_SIG_get0_s(numbers), coordinate);
  ECDSA_SIG_free(numbers);
  return signature;
}

std::string TokenSigner::Sign(std::string_view algorithm, std::string_view claims,
                              std::string_view header_more) const {
  const std::string header = R"({"typ":"JWT","alg":")" + std::string(algorithm) + R"(","kid":")" +
                             key_id_ + "\"" + std::string(header_more) + "}";
  const std::string text = EncodeBase64Url(header) + "." + EncodeBase64Url(claims);
  return text + "." + EncodeBase64Url(Signature(algorithm, text));
}

}  // namespace stator::server::testing
