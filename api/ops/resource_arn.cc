#include "api/ops/resource_arn.h"

#include <array>

#include "api/ops/table_errors.h"

namespace stator::api {
namespace {

constexpr std::string_view kTablePrefix = "table/";

// "arn:<partition>:<service>:<region>:<account>:<resource>", the resource with its own colons.
using ArnParts = std::array<std::string_view, 6>;

bool SplitArn(std::string_view arn, ArnParts* parts) {
  for (size_t i = 0; i + 1 < parts->size(); ++i) {
    const size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return false;
    (*parts)[i] = arn.substr(0, colon);
    arn.remove_prefix(colon + 1);
  }
  parts->back() = arn;
  return true;
}

Status InvalidArn(std::string_view arn) {
  return ValidationError("Invalid TableArn: Invalid ResourceArn provided as input " +
                         std::string(arn));
}

}  // namespace

Status NoSuchResource(std::string_view arn) {
  return Status(Code::kNotFound,
                "Requested resource not found: ResourceArn: " + std::string(arn) + " not found");
}

Result<std::string> TableOfResourceArn(const OpContext& context, std::string_view arn) {
  if (!LooksLikeArn(arn)) {
    return InvalidParameter("ARNs must start with 'arn:': " + std::string(arn));
  }
  ArnParts parts;
  if (!SplitArn(arn, &parts)) return InvalidArn(arn);
  const auto& [scheme, partition, service, region, account, resource] = parts;
  // The account goes first, so that nobody learns anything of another's resources.
  if (service != "dynamodb" || account != context.account) {
    return DeniedToAccount(context, arn);
  }
  if (region != context.region) return InvalidArn(arn);
  if (!resource.starts_with(kTablePrefix)) {
    return InvalidParameter("Provided Arn is not a DynamoDB resource arn: " + std::string(arn));
  }
  const std::string_view name = resource.substr(kTablePrefix.size());
  const size_t slash = name.find('/');
  if (slash == std::string_view::npos) return std::string(name);
  // Streams take no tags, and AWS does not find one.
  if (name.substr(slash).starts_with("/stream/")) return NoSuchResource(arn);
  return InvalidParameter(
      "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: " +
      std::string(arn));
}

}  // namespace stator::api
