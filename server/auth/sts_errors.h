// The refusals of the Security Token Service. They travel as a Status whose payload is STS's name
// for them.
#pragma once

#include <string>
#include <string_view>

#include "kv/base/status.h"

namespace stator::server {

// The names as they stand in replies (STS API Reference, "Common Errors" and those of each action).
namespace sts {
inline constexpr std::string_view kAccessDenied = "AccessDenied";
inline constexpr std::string_view kExpiredToken = "ExpiredTokenException";
inline constexpr std::string_view kRejectedClaim = "IDPRejectedClaim";
inline constexpr std::string_view kInternalFailure = "InternalFailure";
inline constexpr std::string_view kInvalidAction = "InvalidAction";
inline constexpr std::string_view kInvalidClientToken = "InvalidClientTokenId";
inline constexpr std::string_view kInvalidIdentityToken = "InvalidIdentityToken";
inline constexpr std::string_view kMalformedPolicy = "MalformedPolicyDocument";
inline constexpr std::string_view kMalformedQuery = "MalformedQueryString";
inline constexpr std::string_view kMissingAction = "MissingAction";
inline constexpr std::string_view kMissingToken = "MissingAuthenticationToken";
inline constexpr std::string_view kPackedTooLarge = "PackedPolicyTooLarge";
inline constexpr std::string_view kThrottling = "Throttling";
inline constexpr std::string_view kValidationError = "ValidationError";
}  // namespace sts

Status StsError(std::string_view name, std::string message);

// The name of a refusal, made by StsError or not, and its HTTP status.
std::string_view StsErrorName(const Status& status);
int StsHttpStatus(std::string_view name);

}  // namespace stator::server
