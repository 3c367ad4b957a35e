#include "api/ops/resource_arn.h"

#include <array>
#include <utility>

#include "api/ops/stream_arn.h"
#include "api/ops/table_errors.h"

namespace stator::api {
namespace {

constexpr std::string_view kTablePrefix = "table/";
constexpr std::string_view kStreamPrefix = "/stream/";

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

std::string ResourceArn(const OpContext& context, const ResourceName& resource) {
  if (!resource.stream_label.empty()) {
    return StreamArn(context, StreamName{resource.table, resource.stream_label});
  }
  return TableArn(context, resource.table.account, resource.table.name);
}

Result<ResourceName> ParseResourceArn(const OpContext& context, std::string_view arn) {
  if (!LooksLikeArn(arn)) {
    return InvalidParameter("ARNs must start with 'arn:': " + std::string(arn));
  }
  ArnParts parts;
  if (!SplitArn(arn, &parts)) return InvalidArn(arn);
  const auto& [scheme, partition, service, region, account, resource] = parts;
  // The account goes first, so that nobody learns anything of another's resources.
  if (partition != kArnPartition || service != "dynamodb" || !MayNameAccount(context, account)) {
    return DeniedToAccount(context, arn);
  }
  if (region != context.region) return InvalidArn(arn);
  if (!resource.starts_with(kTablePrefix)) {
    return InvalidParameter("Provided Arn is not a DynamoDB resource arn: " + std::string(arn));
  }
  const std::string_view name = resource.substr(kTablePrefix.size());
  const size_t slash = name.find('/');
  TableReference table{std::string(account), SpaceOf(context, account),
                       std::string(name.substr(0, slash))};
  if (slash == std::string_view::npos) return ResourceName{std::move(table), ""};
  if (name.substr(slash).starts_with(kStreamPrefix)) {
    const std::string_view label = name.substr(slash + kStreamPrefix.size());
    if (label.empty()) return NoSuchResource(arn);
    return ResourceName{std::move(table), std::string(label)};
  }
  return InvalidParameter(
      "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: " +
      std::string(arn));
}

Result<TableReference> TableOfResourceArn(const OpContext& context, std::string_view arn) {
  STATOR_ASSIGN_OR_RETURN(ResourceName resource, ParseResourceArn(context, arn));
  // Tags of streams are left out (docs/access.md).
  if (!resource.stream_label.empty()) return NoSuchResource(arn);
  return std::move(resource.table);
}

}  // namespace stator::api
