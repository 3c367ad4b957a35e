// What a policy must be to be attached to a table or to a stream.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "api/iam/policy.h"
#include "api/ops/op_context.h"
#include "api/ops/resource_arn.h"
#include "kv/base/status.h"

namespace stator::api {

// "20 KB", white space included. Source: the AWS page "Resource-based policy considerations".
inline constexpr size_t kResourcePolicyBytes = 20 * 1024;

// The policy, compiled. kValidation "One or more parameter values were invalid: Invalid policy
// document: <detail>" unless it is a policy of the language (api/iam/policy.h), with actions that
// there are for such a resource, and about this resource; a table's may be about its indexes as
// well.
Result<std::shared_ptr<const iam::Policy>> CheckResourcePolicy(const OpContext& context,
                                                               const ResourceName& resource,
                                                               std::string_view document);
// The caller must still be allowed to change the policy when it is attached, as far as there is one
// whose calls are decided on: kValidation.
Status CheckKeepsAccess(const OpContext& context, const ResourceName& resource,
                        const iam::Policy& policy);

// What explanations call the policy: "table/<name>", "table/<name>/stream/<label>".
std::string PolicyName(std::string_view table_name, std::string_view stream_label);

}  // namespace stator::api
