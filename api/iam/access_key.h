// The condition keys whose values have to be looked for in requests, which is done only where a
// policy asks for them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace stator::api::iam {

// DynamoDB's own condition keys (AWS: Service Authorization Reference, "Condition keys for Amazon
// DynamoDB"), lower-case.
enum class AccessKey {
  kLeadingKeys,
  kFirstPartitionKeyValues,  // the same as kLeadingKeys
  kSecondPartitionKeyValues,
  kThirdPartitionKeyValues,
  kFourthPartitionKeyValues,
  kAttributes,
  kSelect,
  kReturnValues,
  kReturnConsumedCapacity,
  kEnclosingOperation,
  kFullTableScan,
};
inline constexpr std::array<std::string_view, 11> kAccessKeyNames = {
    "dynamodb:leadingkeys",
    "dynamodb:firstpartitionkeyvalues",
    "dynamodb:secondpartitionkeyvalues",
    "dynamodb:thirdpartitionkeyvalues",
    "dynamodb:fourthpartitionkeyvalues",
    "dynamodb:attributes",
    "dynamodb:select",
    "dynamodb:returnvalues",
    "dynamodb:returnconsumedcapacity",
    "dynamodb:enclosingoperation",
    "dynamodb:fulltablescan",
};

// None: not one of them.
std::optional<AccessKey> FindAccessKey(std::string_view lower_case_name);

// Which of them a policy mentions, in its conditions or as variables.
struct KeyMentions {
  uint32_t own = 0;            // bits by AccessKey
  bool resource_tags = false;  // aws:ResourceTag/…
  bool request_tags = false;   // aws:RequestTag/…

  bool Has(AccessKey key) const { return (own & (1U << static_cast<uint32_t>(key))) != 0; }
  void Add(const KeyMentions& other) {
    own |= other.own;
    resource_tags |= other.resource_tags;
    request_tags |= other.request_tags;
  }
};

// lower-case, with the tag's key behind them.
inline constexpr std::string_view kResourceTagPrefix = "aws:resourcetag/";
inline constexpr std::string_view kRequestTagPrefix = "aws:requesttag/";

KeyMentions MentionsAmong(std::span<const std::string> lower_case_keys);

}  // namespace stator::api::iam
