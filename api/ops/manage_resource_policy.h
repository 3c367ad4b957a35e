// PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy. What they change is in force, and
// on disk, at once, where AWS's are eventually consistent.
#pragma once

#include "api/ops/op_context.h"
#include "api/types/resource_policy_ops.h"
#include "kv/base/status.h"

namespace stator::api {

Result<PutResourcePolicyResponse> PutResourcePolicy(const OpContext& context,
                                                    const PutResourcePolicyRequest& request);
Result<GetResourcePolicyResponse> GetResourcePolicy(const OpContext& context,
                                                    const GetResourcePolicyRequest& request);
Result<DeleteResourcePolicyResponse> DeleteResourcePolicy(
    const OpContext& context, const DeleteResourcePolicyRequest& request);

}  // namespace stator::api
