#include "api/iam/request_keys.h"

#include <charconv>

#include "api/iam/ascii_case.h"
#include "api/iam/instant.h"

namespace stator::api::iam {

namespace {

FoundKey One(std::string_view value) { return {.one = value, .is_one = true}; }

// Keys that are absent rather than empty.
FoundKey OneUnlessEmpty(std::string_view value) { return value.empty() ? FoundKey{} : One(value); }

std::string_view TypeText(PrincipalType type) {
  switch (type) {
    case PrincipalType::kAccount: return "Account";
    case PrincipalType::kUser: return "User";
    case PrincipalType::kAssumedRole: return "AssumedRole";
  }
  return {};
}

}  // namespace

FoundKey RequestKeys::Find(const KeyName& name) const {
  switch (name.source) {
    case KeySource::kRequest: return OfRequest(name);
    case KeySource::kCurrentTime:
      return One({current_time_, WriteInstant(request_.now_seconds, current_time_)});
    case KeySource::kEpochTime: {
      const auto end = std::to_chars(epoch_time_, std::end(epoch_time_), request_.now_seconds).ptr;
      return One({epoch_time_, static_cast<size_t>(end - epoch_time_)});
    }
    case KeySource::kFederatedProvider:
      return federated_.empty() ? OfRequest(name) : One(federated_);
    case KeySource::kRequestedRegion: return OneUnlessEmpty(request_.region);
    case KeySource::kResourceAccount:
      if (!request_.resource_account.empty()) return One(request_.resource_account);
      return request_.principal == nullptr ? FoundKey{}
                                           : OneUnlessEmpty(request_.principal->account);
    case KeySource::kReferer:
    case KeySource::kSecureTransport:
    case KeySource::kSourceIp:
    case KeySource::kUserAgent:
      return request_.origin == nullptr ? FoundKey{} : OfOrigin(name.source);
    case KeySource::kPrincipalIsAwsService:
    case KeySource::kViaAwsService: return One("false");
    default:
      return request_.principal == nullptr ? FoundKey{} : OfPrincipal(name, *request_.principal);
  }
}

FoundKey RequestKeys::OfRequest(const KeyName& key) const {
  if (request_.keys != nullptr) {
    if (const KeyValues* const found = request_.keys->Find(key)) {
      return {.many = found->values, .endless = found->endless};
    }
  }
  if (request_.principal == nullptr) return {};
  for (const auto& [name, values] : request_.principal->token_keys) {
    if (EqualsLowerCase(name, key.text)) return {.many = values};
  }
  return {};
}

FoundKey RequestKeys::OfPrincipal(const KeyName& name, const Principal& principal) const {
  switch (name.source) {
    case KeySource::kPrincipalAccount: return OneUnlessEmpty(principal.account);
    case KeySource::kPrincipalArn: return OneUnlessEmpty(principal.principal_arn);
    case KeySource::kPrincipalType: return One(TypeText(principal.type));
    case KeySource::kUserId: return OneUnlessEmpty(principal.user_id);
    case KeySource::kUserName: return OneUnlessEmpty(principal.user_name);
    case KeySource::kTokenIssueTime: {
      if (!principal.token_issued_seconds) return {};
      return One({issue_time_, WriteInstant(*principal.token_issued_seconds, issue_time_)});
    }
    case KeySource::kPrincipalTag:
      for (const auto& [key, value] : principal.tags) {
        if (EqualsLowerCase(key, name.tag())) return One(value);
      }
      return {};
    default: return {};
  }
}

FoundKey RequestKeys::OfOrigin(KeySource source) const {
  const RequestOrigin& origin = *request_.origin;
  switch (source) {
    case KeySource::kReferer: return OneUnlessEmpty(origin.referer);
    case KeySource::kSourceIp: return OneUnlessEmpty(origin.source_ip);
    case KeySource::kUserAgent: return OneUnlessEmpty(origin.user_agent);
    default: return One(origin.secure_transport ? "true" : "false");
  }
}

}  // namespace stator::api::iam
