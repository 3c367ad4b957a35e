// PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy.
#pragma once

#include "api/json/json.h"
#include "api/types/resource_policy_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// The structural check (api/validate) has passed.
Result<PutResourcePolicyRequest> DecodePutResourcePolicy(const json::Node& body);
Result<GetResourcePolicyRequest> DecodeGetResourcePolicy(const json::Node& body);
Result<DeleteResourcePolicyRequest> DecodeDeleteResourcePolicy(const json::Node& body);

void EncodePutResourcePolicy(const PutResourcePolicyResponse& reply, json::Writer* writer);
void EncodeGetResourcePolicy(const GetResourcePolicyResponse& reply, json::Writer* writer);
void EncodeDeleteResourcePolicy(const DeleteResourcePolicyResponse& reply, json::Writer* writer);

}  // namespace stator::api
