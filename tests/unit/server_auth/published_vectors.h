// What AWS publishes to test signers with (the "signing test suite" of aws-c-auth, v4): requests,
// and the signatures that they must get from the key AKIDEXAMPLE on 2015-08-30 at 12:36:00 UTC, for
// the service "service" in us-east-1. Those whose path is not normalised are left out: only S3's
// is not.
#pragma once

#include <span>
#include <string_view>

namespace stator::server {

struct PublishedVector {
  std::string_view name;
  std::string_view method;
  std::string_view target;
  std::string_view
      headers;  // a line each; one that begins with a space goes on with the one before
  std::string_view body = "";
  std::string_view header_names;  // SignedHeaders in an Authorization header …
  std::string_view query_names;   // … and in the query
  std::string_view header_signature;
  std::string_view query_signature;
  std::string_view session_token = "";
  bool adds_token = false;  // the token is put to the request after it was signed
  bool signs_body = false;  // X-Amz-Content-SHA256 is sent
};

std::span<const PublishedVector> PublishedVectors();

inline constexpr std::string_view kPublishedKeyId = "AKIDEXAMPLE";
inline constexpr std::string_view kPublishedSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
inline constexpr std::string_view kPublishedTime = "20150830T123600Z";
inline constexpr std::string_view kPublishedScope = "20150830/us-east-1/service/aws4_request";
inline constexpr std::string_view kPublishedToken =
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwA"
    "eMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8p"
    "hUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT"
    "38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabI"
    "Qwj2ICCR/oLxBA==";

}  // namespace stator::server
