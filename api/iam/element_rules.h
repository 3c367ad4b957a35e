// What the texts of a statement's elements may be (IAM User Guide, "Grammar of the IAM JSON policy
// language" and the pages of the elements). Each says what is wrong, without the place.
#pragma once

#include <string_view>

#include "api/iam/policy.h"
#include "api/iam/text_pattern.h"
#include "kv/base/status.h"

namespace stator::api::iam {

// The pattern is lower-case: actions are compared without case.
Result<TextPattern> ReadActionText(std::string_view text);
struct ResourceRules {
  // An ARN of fewer than six parts gets "*" for each that it lacks (IAM User Guide, "Amazon
  // Resource Names", of identity-based policies); otherwise it is refused.
  bool completes = false;
  bool variables = false;  // whether the policy's version knows them
};
Result<TextPattern> ReadResourceText(std::string_view text, ResourceRules rules);
Status CheckSid(std::string_view sid, PolicyUse use);
// "aws:SourceIp", "dynamodb:LeadingKeys", "graph.facebook.com:id".
Status CheckConditionKey(std::string_view key);

}  // namespace stator::api::iam
