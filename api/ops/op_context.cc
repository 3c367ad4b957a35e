#include "api/ops/op_context.h"

#include <vector>

#include "api/ops/lag_control.h"

namespace stator::api {
namespace {

constexpr std::string_view kArnPrefix = "arn:";

// "arn:partition:dynamodb:region:account:table/name[/…]" split at its colons; the last part whole.
std::vector<std::string_view> SplitArn(std::string_view arn) {
  std::vector<std::string_view> parts;
  while (parts.size() < 5) {
    const size_t colon = arn.find(':');
    if (colon == std::string_view::npos) break;
    parts.push_back(arn.substr(0, colon));
    arn.remove_prefix(colon + 1);
  }
  parts.push_back(arn);
  return parts;
}

Status InvalidArnPart(std::string_view part, std::string_view arn) {
  return ValidationError("1 validation error detected: Invalid " + std::string(part) + " in '" +
                         std::string(arn) + "'");
}

}  // namespace

bool MayUse(const OpContext& context, const Table& table) {
  return table.schema()->space == context.space || WasDecidedOn(context, table.id());
}

bool LooksLikeArn(std::string_view name_or_arn) { return name_or_arn.starts_with(kArnPrefix); }

Status DeniedToAccount(const OpContext& context, std::string_view arn) {
  return Status(Code::kAccessDenied, "Account " + context.account + " has no access to " +
                                         std::string(arn) + ", which is not its own");
}

std::string TableArn(const OpContext& context, std::string_view table_name) {
  return TableArn(context, context.account, table_name);
}

std::string TableArn(const OpContext& context, std::string_view account,
                     std::string_view table_name) {
  constexpr std::string_view kService = "arn:aws:dynamodb:";
  constexpr std::string_view kTable = ":table/";
  std::string arn;
  arn.reserve(kService.size() + context.region.size() + 1 + account.size() + kTable.size() +
              table_name.size());
  arn.append(kService).append(context.region).append(":").append(account);
  arn.append(kTable).append(table_name);
  return arn;
}

std::string TableArn(const OpContext& context, const TableSchema& schema) {
  return TableArn(context, AccountOf(context, schema.space), schema.name);
}

bool MayNameAccount(const OpContext& context, std::string_view account) {
  return account == context.account || context.principal != nullptr;
}

std::string SpaceOf(const OpContext& context, std::string_view account) {
  if (context.shared_space || account == context.account) return context.space;
  return std::string(account).append("/").append(context.region);
}

std::string AccountOf(const OpContext& context, std::string_view space) {
  if (space == context.space) return context.account;
  return std::string(space.substr(0, space.find('/')));
}

Result<TableReference> ResolveTable(const OpContext& context, std::string_view name_or_arn) {
  if (!LooksLikeArn(name_or_arn)) {
    return TableReference{context.account, context.space, std::string(name_or_arn)};
  }
  const std::vector<std::string_view> parts = SplitArn(name_or_arn);
  constexpr std::string_view kTable = "table/";
  if (parts.size() != 6 || parts[1] != kArnPartition || parts[2] != "dynamodb") {
    return ValidationError("Invalid table ARN: " + std::string(name_or_arn));
  }
  // The account goes first, so that nobody learns anything of another's resources.
  const std::string_view account = parts[4];
  if (!MayNameAccount(context, account)) return DeniedToAccount(context, name_or_arn);
  if (parts[3] != context.region) return InvalidArnPart("AWS region", name_or_arn);
  if (!parts[5].starts_with(kTable)) return InvalidArnPart("resource type", name_or_arn);
  const std::string_view name = parts[5].substr(kTable.size());
  if (name.empty() || name.find('/') != std::string_view::npos) {
    return InvalidArnPart("resource type", name_or_arn);
  }
  return TableReference{std::string(account), SpaceOf(context, account), std::string(name)};
}

Status RefuseShortName(std::string_view name_or_arn) {
  constexpr size_t kShortestTableName = 3;
  if (name_or_arn.size() >= kShortestTableName) return OkStatus();
  return ValidationError(
      "TableName must be at least 3 characters long and at most 255 characters long");
}

Result<std::shared_ptr<Table>> FindUsableTable(const OpContext& context,
                                               std::string_view name_or_arn) {
  std::shared_ptr<Table> table;
  if (LooksLikeArn(name_or_arn)) {
    STATOR_ASSIGN_OR_RETURN(const TableReference named, ResolveTable(context, name_or_arn));
    table = context.database->catalog().Find(named.space, named.name);
  } else {
    table = context.database->catalog().Find(context.space, name_or_arn);
  }
  if (table != nullptr && WasDecidedOn(context, table->id())) {
    const ResourceStatus status = table->schema()->status;
    if (status == ResourceStatus::kActive || status == ResourceStatus::kUpdating) {
      if (context.meter != nullptr) context.meter->NoteTable(table);
      return table;
    }
  }
  STATOR_RETURN_IF_ERROR(RefuseShortName(name_or_arn));
  return Status(Code::kNotFound, "Requested resource not found");
}

std::shared_ptr<const Snapshot> ChooseState(const OpContext& context, const TableSchema& schema,
                                            const IndexSchema* index, bool consistent) {
  if (consistent || context.lag == nullptr) return nullptr;
  return context.lag->Choose(schema.name, index);
}

}  // namespace stator::api
