// Why a request is not taken to come from whom it says. DynamoDB replies all of them with 400.
#pragma once

#include <string>
#include <string_view>

namespace stator::server {

struct AuthError {
  std::string_view type{};  // a constant: "InvalidSignatureException"
  std::string message{};
};

inline constexpr std::string_view kMissingAuthenticationToken =
    "MissingAuthenticationTokenException";
inline constexpr std::string_view kIncompleteSignature = "IncompleteSignatureException";
inline constexpr std::string_view kInvalidSignature = "InvalidSignatureException";
inline constexpr std::string_view kUnrecognizedClient = "UnrecognizedClientException";
inline constexpr std::string_view kExpiredToken = "ExpiredTokenException";

}  // namespace stator::server
