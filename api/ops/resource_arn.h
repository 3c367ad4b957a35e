// The ARN that names a resource to the tag operations. They are stricter than ResolveTableName
// (op_context.h), which takes names as well, and answer differently.
#pragma once

#include <string>
#include <string_view>

#include "api/ops/op_context.h"
#include "kv/base/status.h"

namespace stator::api {

// The name of the table that the ARN names. kAccessDenied for another account or service;
// kValidation for what is no ARN, of another region, or no table; kNotFound for a stream.
Result<std::string> TableOfResourceArn(const OpContext& context, std::string_view arn);

// kNotFound "Requested resource not found: ResourceArn: <arn> not found".
Status NoSuchResource(std::string_view arn);

}  // namespace stator::api
