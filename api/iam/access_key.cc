#include "api/iam/access_key.h"

#include <algorithm>

namespace stator::api::iam {

KeyMentions MentionsAmong(std::span<const std::string> lower_case_keys) {
  KeyMentions mentions;
  for (const std::string& key : lower_case_keys) {
    const auto own = std::find(kAccessKeyNames.begin(), kAccessKeyNames.end(), key);
    if (own != kAccessKeyNames.end()) mentions.own |= 1U << (own - kAccessKeyNames.begin());
    if (key.starts_with(kResourceTagPrefix)) mentions.resource_tags = true;
    if (key.starts_with(kRequestTagPrefix)) mentions.request_tags = true;
  }
  return mentions;
}

}  // namespace stator::api::iam
