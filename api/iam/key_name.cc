#include "api/iam/key_name.h"

#include <algorithm>
#include <iterator>

#include "api/iam/ascii_case.h"

namespace stator::api::iam {

namespace {

struct Known {
  std::string_view name;
  KeySource source;
};

constexpr Known kKnown[] = {
    {"aws:currenttime", KeySource::kCurrentTime},
    {"aws:epochtime", KeySource::kEpochTime},
    {"aws:federatedprovider", KeySource::kFederatedProvider},
    {"aws:principalaccount", KeySource::kPrincipalAccount},
    {"aws:principalarn", KeySource::kPrincipalArn},
    {"aws:principalisawsservice", KeySource::kPrincipalIsAwsService},
    {"aws:principaltype", KeySource::kPrincipalType},
    {"aws:referer", KeySource::kReferer},
    {"aws:requestedregion", KeySource::kRequestedRegion},
    {"aws:resourceaccount", KeySource::kResourceAccount},
    {"aws:securetransport", KeySource::kSecureTransport},
    {"aws:sourceip", KeySource::kSourceIp},
    {"aws:tokenissuetime", KeySource::kTokenIssueTime},
    {"aws:useragent", KeySource::kUserAgent},
    {"aws:userid", KeySource::kUserId},
    {"aws:username", KeySource::kUserName},
    {"aws:viaawsservice", KeySource::kViaAwsService},
};

}  // namespace

KeyName MakeKeyName(std::string_view text) {
  KeyName name;
  name.text = LowerCase(text);
  if (name.text.starts_with("aws:principaltag/")) {
    name.source = KeySource::kPrincipalTag;
    return name;
  }
  const auto known = std::find_if(std::begin(kKnown), std::end(kKnown),
                                  [&](const Known& each) { return each.name == name.text; });
  if (known != std::end(kKnown)) name.source = known->source;
  name.own = FindAccessKey(name.text);
  return name;
}

}  // namespace stator::api::iam
