#include "api/iam/access_key.h"

#include <algorithm>

namespace stator::api::iam {

std::optional<AccessKey> FindAccessKey(std::string_view lower_case_name) {
  const auto found = std::find(kAccessKeyNames.begin(), kAccessKeyNames.end(), lower_case_name);
  if (found == kAccessKeyNames.end()) return std::nullopt;
  return static_cast<AccessKey>(found - kAccessKeyNames.begin());
}

KeyMentions MentionsAmong(std::span<const std::string> lower_case_keys) {
  KeyMentions mentions;
  for (const std::string& key : lower_case_keys) {
    if (const auto own = FindAccessKey(key)) mentions.own |= 1U << static_cast<uint32_t>(*own);
    if (key.starts_with(kResourceTagPrefix)) mentions.resource_tags = true;
    if (key.starts_with(kRequestTagPrefix)) mentions.request_tags = true;
  }
  return mentions;
}

}  // namespace stator::api::iam
