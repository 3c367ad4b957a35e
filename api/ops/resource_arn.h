// The ARN that names a resource to the operations on tags and policies. They are stricter than
// ResolveTable (op_context.h), which takes names as well, and answer differently.
#pragma once

#include <string>
#include <string_view>

#include "api/ops/op_context.h"
#include "kv/base/status.h"

namespace stator::api {

struct ResourceName {
  TableReference table{};
  std::string stream_label{};  // of a stream of that table; "": the table itself
};
std::string ResourceArn(const OpContext& context, const ResourceName& resource);

// What the ARN names, which need not exist. kAccessDenied for another service or for an account
// whose resources the caller cannot mean; kValidation for what is no ARN, of another region, or
// neither a table nor a stream.
Result<ResourceName> ParseResourceArn(const OpContext& context, std::string_view arn);
// The same of a table only: kNotFound for a stream.
Result<TableReference> TableOfResourceArn(const OpContext& context, std::string_view arn);

// kNotFound "Requested resource not found: ResourceArn: <arn> not found".
Status NoSuchResource(std::string_view arn);

}  // namespace stator::api
