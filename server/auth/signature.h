// What a request says of its signature, in its Authorization header or in the X-Amz-* parameters of
// a pre-signed query; read, and its form checked as AWS checks it. Whether the signature is right
// is the authenticator's affair.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/auth/auth_error.h"
#include "server/http_request.h"

namespace stator::server {

inline constexpr std::string_view kDynamoDbService = "dynamodb";

// Views into the request, or into the decoded parts: keep both, and do not copy.
struct Signature {
  Signature() = default;
  Signature(const Signature&) = delete;
  Signature& operator=(const Signature&) = delete;

  bool in_query = false;
  std::string_view algorithm;
  std::string_view credential;  // keyid/date/region/service/aws4_request, without slashes behind
  std::string_view signed_headers;
  std::string_view signature;
  // Of the credential:
  std::string_view access_key_id;
  std::string_view date;
  std::string_view region;
  std::string_view service;

  std::string decoded_credential;
  std::string decoded_headers;
};

// `service`: what the credential must be scoped to. The error never repeats the header or the
// signature.
std::optional<AuthError> ReadSignature(const HttpRequest& request, std::string_view service,
                                       Signature* signature);

// The target of a request line in its parts. RFC 9112, 3.2: it may be a whole URL, as it is for a
// proxy.
std::string_view PathOf(std::string_view target);
std::string_view QueryOf(std::string_view target);
// The value of a parameter, still encoded; of a repeated one the last. Empty: none.
std::string_view QueryValue(std::string_view query, std::string_view name);
// What is no escape stays as it is.
std::string PercentDecode(std::string_view text);

}  // namespace stator::server
