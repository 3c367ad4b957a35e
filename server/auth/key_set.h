// The public keys of an identity provider: a JSON Web Key Set (RFC 7517, RFC 7518), RSA and
// elliptic-curve keys, and the signatures that they verify.
//
// Threads: does not change once it is made; share it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/status.h"
#include "server/auth/placed_json.h"

namespace stator::server {

class KeySet {
 public:
  // {"keys": [{"kty": "RSA", "kid": …, "n": …, "e": …}, {"kty": "EC", "crv": "P-256", …}]}. As the
  // RFC has it, members that are not known are passed over; keys for other uses and of other types
  // are left out. Every key that counts needs a kid, and none twice.
  static Result<std::shared_ptr<const KeySet>> Parse(const PlacedNode& node);
  ~KeySet();

  enum class Verdict {
    kValid,
    kUnknownAlgorithm,  // none of kAlgorithms: "none" and HMAC's among them
    kNoSuchKey,
    kWrongKeyType,  // the algorithm is not for that key
    kInvalid,
  };
  // algorithm: a token's "alg". signature: as it stands in a token, decoded.
  Verdict Verify(std::string_view algorithm, std::string_view key_id, std::string_view signed_text,
                 std::string_view signature) const;

  size_t size() const;

 private:
  struct Key;
  KeySet();
  static Result<Key> ParseKey(const PlacedNode& node);
  std::vector<Key> keys_;
};

// RS256, RS384, RS512, ES256, ES384, ES512: what AWS takes (IAM User Guide, "Create an OpenID
// Connect identity provider").
bool IsTokenAlgorithm(std::string_view algorithm);

}  // namespace stator::server
