#include "server/auth/signing_key.h"

#include <string>

namespace stator::server {

Digest DeriveSigningKey(std::string_view secret_key, const SigningScope& scope) {
  Digest key = HmacSha256(std::string("AWS4").append(secret_key), scope.date);
  key = HmacSha256(BytesOf(key), scope.region);
  key = HmacSha256(BytesOf(key), scope.service);
  return HmacSha256(BytesOf(key), "aws4_request");
}

}  // namespace stator::server
