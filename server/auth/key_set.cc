#include "server/auth/key_set.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <optional>
#include <utility>

#include "server/auth/base64url.h"

namespace stator::server {
namespace {

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using PublicKey = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Free<BN_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using CurveSignature = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;

// AWS takes up to 100 keys of each kind.
constexpr size_t kMaxKeys = 200;
constexpr int kMinRsaBits = 2048;  // RFC 7518, 3.3
constexpr int kMaxRsaBits = 16384;

struct Curve {
  std::string_view jwk_name;
  const char* openssl_name;
  size_t coordinate_bytes;
};
constexpr Curve kCurves[] = {
    {"P-256", "P-256", 32},
    {"P-384", "P-384", 48},
    {"P-521", "P-521", 66},
};

struct Algorithm {
  std::string_view name;
  const EVP_MD* (*digest)();
  std::string_view curve;  // empty: RSASSA-PKCS1-v1_5
};
constexpr Algorithm kAlgorithms[] = {
    {"RS256", EVP_sha256, ""},      {"RS384", EVP_sha384, ""},      {"RS512", EVP_sha512, ""},
    {"ES256", EVP_sha256, "P-256"}, {"ES384", EVP_sha384, "P-384"}, {"ES512", EVP_sha512, "P-521"},
};

const Algorithm* FindAlgorithm(std::string_view name) {
  for (const Algorithm& algorithm : kAlgorithms) {
    if (algorithm.name == name) return &algorithm;
  }
  return nullptr;
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

BigNumber ReadNumber(std::string_view bytes) {
  return BigNumber(BN_bin2bn(Bytes(bytes), static_cast<int>(bytes.size()), nullptr));
}

PublicKey MakeKey(const char* type, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  if (parameters == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  PublicKey key(made);
  // A point that is not on its curve, a modulus that is even.
  const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr));
  if (check == nullptr || EVP_PKEY_public_check(check.get()) != 1) return nullptr;
  return key;
}

PublicKey MakeRsaKey(std::string_view modulus, std::string_view exponent) {
  const BigNumber n = ReadNumber(modulus);
  const BigNumber e = ReadNumber(exponent);
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  if (n == nullptr || e == nullptr || builder == nullptr) return nullptr;
  if (BN_num_bits(n.get()) < kMinRsaBits || BN_num_bits(n.get()) > kMaxRsaBits) return nullptr;
  if (BN_num_bits(e.get()) > 64 || !BN_is_odd(e.get()) || BN_is_one(e.get())) return nullptr;
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  return MakeKey("RSA", builder.get());
}

PublicKey MakeCurveKey(const Curve& curve, std::string_view x, std::string_view y) {
  if (x.size() != curve.coordinate_bytes || y.size() != curve.coordinate_bytes) return nullptr;
  std::string point = "\x04";  // uncompressed (SEC 1, 2.3.3)
  point.append(x).append(y);
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  if (builder == nullptr) return nullptr;
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.openssl_name, 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  return MakeKey("EC", builder.get());
}

// A token has the two numbers one behind the other (RFC 7518, 3.4), OpenSSL wants them in DER.
std::optional<std::string> CurveSignatureToDer(std::string_view raw, size_t coordinate_bytes) {
  if (raw.size() != 2 * coordinate_bytes) return std::nullopt;
  BigNumber r = ReadNumber(raw.substr(0, coordinate_bytes));
  BigNumber s = ReadNumber(raw.substr(coordinate_bytes));
  const CurveSignature signature(ECDSA_SIG_new());
  if (r == nullptr || s == nullptr || signature == nullptr) return std::nullopt;
  // It owns both from here on.
  if (ECDSA_SIG_set0(signature.get(), r.release(), s.release()) != 1) return std::nullopt;
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return std::nullopt;
  std::string text(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return text;
}

bool VerifyDigest(EVP_PKEY* key, const EVP_MD* digest, std::string_view text,
                  std::string_view signature) {
  const DigestContext context(EVP_MD_CTX_new());
  return context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(text),
                          text.size()) == 1;
}

Result<std::string> Number(const PlacedNode& node, std::string_view name) {
  STATOR_ASSIGN_OR_RETURN(const PlacedNode member, node.Need(name));
  STATOR_ASSIGN_OR_RETURN(const std::string text, member.Text());
  if (auto bytes = DecodeBase64Url(text)) return *std::move(bytes);
  return member.Wrong("must be base64url without padding");
}

// A member that chooses, "" where it is absent.
std::string Choice(const PlacedNode& node, std::string_view name) {
  const auto member = node.Find(name);
  const auto text = member ? member->Text() : Result<std::string>(std::string());
  return text.ok() ? *text : std::string();
}

}  // namespace

struct KeySet::Key {
  std::string id{};
  std::string algorithm{};       // "alg": the only one that it is for; empty: all of its type
  const Curve* curve = nullptr;  // null: RSA
  PublicKey key{};
};

KeySet::KeySet() = default;
KeySet::~KeySet() = default;
size_t KeySet::size() const { return keys_.size(); }

Result<KeySet::Key> KeySet::ParseKey(const PlacedNode& node) {
  Key key;
  STATOR_ASSIGN_OR_RETURN(const PlacedNode id, node.Need("kid"));
  STATOR_ASSIGN_OR_RETURN(key.id, id.Text());
  key.algorithm = Choice(node, "alg");
  if (node.Find("d")) return node.Wrong("this is a private key; only its public half belongs here");
  if (Choice(node, "kty") == "RSA") {
    STATOR_ASSIGN_OR_RETURN(const std::string modulus, Number(node, "n"));
    STATOR_ASSIGN_OR_RETURN(const std::string exponent, Number(node, "e"));
    key.key = MakeRsaKey(modulus, exponent);
    if (key.key == nullptr) return node.Wrong("no sound RSA key of 2048 to 16384 bits");
    return key;
  }
  const std::string name = Choice(node, "crv");
  for (const Curve& curve : kCurves) {
    if (curve.jwk_name == name) key.curve = &curve;
  }
  if (key.curve == nullptr) return node.Wrong("crv must be P-256, P-384 or P-521");
  STATOR_ASSIGN_OR_RETURN(const std::string x, Number(node, "x"));
  STATOR_ASSIGN_OR_RETURN(const std::string y, Number(node, "y"));
  key.key = MakeCurveKey(*key.curve, x, y);
  if (key.key == nullptr) return node.Wrong("x and y are no point of the curve");
  return key;
}

Result<std::shared_ptr<const KeySet>> KeySet::Parse(const PlacedNode& node) {
  STATOR_RETURN_IF_ERROR(node.AllMembers().status());
  STATOR_ASSIGN_OR_RETURN(const PlacedNode list, node.Need("keys"));
  STATOR_ASSIGN_OR_RETURN(const auto elements, list.Elements());
  if (elements.size() > kMaxKeys) return list.Wrong("more than 200 keys");
  std::shared_ptr<KeySet> made(new KeySet);
  for (const PlacedNode& element : elements) {
    STATOR_RETURN_IF_ERROR(element.AllMembers().status());
    const std::string type = Choice(element, "kty");
    if (type != "RSA" && type != "EC") continue;
    if (!Choice(element, "use").empty() && Choice(element, "use") != "sig") continue;
    STATOR_ASSIGN_OR_RETURN(Key key, ParseKey(element));
    for (const Key& other : made->keys_) {
      if (other.id == key.id) return element.Wrong("another key has this kid");
    }
    made->keys_.push_back(std::move(key));
  }
  if (made->keys_.empty()) return list.Wrong("there is no key for signatures among them");
  return std::shared_ptr<const KeySet>(std::move(made));
}

KeySet::Verdict KeySet::Verify(std::string_view algorithm_name, std::string_view key_id,
                               std::string_view signed_text, std::string_view signature) const {
  const Algorithm* const algorithm = FindAlgorithm(algorithm_name);
  if (algorithm == nullptr) return Verdict::kUnknownAlgorithm;
  const Key* key = nullptr;
  for (const Key& candidate : keys_) {
    if (candidate.id == key_id) key = &candidate;
  }
  if (key == nullptr) return Verdict::kNoSuchKey;
  const std::string_view curve = key->curve == nullptr ? "" : key->curve->jwk_name;
  if (curve != algorithm->curve) return Verdict::kWrongKeyType;
  if (!key->algorithm.empty() && key->algorithm != algorithm_name) return Verdict::kWrongKeyType;
  std::optional<std::string> der;
  if (key->curve != nullptr) {
    der = CurveSignatureToDer(signature, key->curve->coordinate_bytes);
    if (!der) return Verdict::kInvalid;
    signature = *der;
  }
  return VerifyDigest(key->key.get(), algorithm->digest(), signed_text, signature)
             ? Verdict::kValid
             : Verdict::kInvalid;
}

bool IsTokenAlgorithm(std::string_view algorithm) { return FindAlgorithm(algorithm) != nullptr; }

}  // namespace stator::server
