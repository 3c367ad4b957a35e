// Names of condition keys, looked at once, when the policy is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/iam/access_key.h"

namespace stator::api::iam {

// From where a key's values come. All but kRequest are worked out from the principal and from what
// surrounds the request.
enum class KeySource : uint8_t {
  kRequest,  // ConditionKeys and Principal::token_keys
  kCurrentTime,
  kEpochTime,
  kFederatedProvider,
  kPrincipalAccount,
  kPrincipalArn,
  kPrincipalIsAwsService,
  kPrincipalTag,
  kPrincipalType,
  kReferer,
  kRequestedRegion,
  kResourceAccount,
  kSecureTransport,
  kSourceIp,
  kTokenIssueTime,
  kUserAgent,
  kUserId,
  kUserName,
  kViaAwsService,
};

struct KeyName {
  KeySource source = KeySource::kRequest;
  std::string text{};              // lower-case
  std::optional<AccessKey> own{};  // of kRequest: which of DynamoDB's own it is
  // kPrincipalTag: the tag's key, the part of `text` behind the slash.
  std::string_view tag() const { return std::string_view(text).substr(text.find('/') + 1); }
};

// Any case.
KeyName MakeKeyName(std::string_view text);

}  // namespace stator::api::iam
