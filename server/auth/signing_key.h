// The keys that signatures are made with.
#pragma once

#include <string_view>

#include "server/auth/sha256.h"

namespace stator::server {

struct SigningScope {
  std::string_view date;  // YYYYMMDD
  std::string_view region;
  std::string_view service;
};

// "AWS4" + secret, then date, region, service and "aws4_request".
Digest DeriveSigningKey(std::string_view secret_key, const SigningScope& scope);

}  // namespace stator::server
