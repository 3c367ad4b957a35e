#include "api/ops/create_table.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "api/ops/create_indexes.h"
#include "api/ops/name_rules.h"
#include "api/ops/resource_policy_rules.h"
#include "api/ops/schema_rules.h"
#include "api/ops/stream_settings.h"
#include "api/ops/table_description.h"
#include "api/ops/table_encryption.h"
#include "api/ops/table_errors.h"
#include "api/ops/tag_rules.h"
#include "api/ops/throughput_rules.h"
#include "api/ops/write_shard_rules.h"

namespace stator::api {
namespace {

Status SetBilling(const CreateTableRequest& request, int64_t now_seconds, TableSchema* schema) {
  schema->billing_mode = request.billing_mode.value_or(BillingMode::kProvisioned);
  if (schema->billing_mode == BillingMode::kPayPerRequest) {
    if (request.throughput) {
      return InvalidParameter(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
          "PAY_PER_REQUEST");
    }
    schema->billing_mode_was_set = true;
    schema->pay_per_request_since_seconds = now_seconds;
    return OkStatus();
  }
  if (!request.throughput) {
    return InvalidParameter(
        "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
        "PROVISIONED");
  }
  STATOR_RETURN_IF_ERROR(CheckUnits(*request.throughput, "provisionedThroughput"));
  schema->throughput.read_units = request.throughput->read_units;
  schema->throughput.write_units = request.throughput->write_units;
  return OkStatus();
}

std::vector<std::string_view> KeysUsed(const CreateTableRequest& request) {
  std::vector<std::string_view> names;
  const auto add = [&names](const std::vector<KeySchemaElement>& elements) {
    for (const KeySchemaElement& element : elements) names.push_back(element.attribute_name);
  };
  add(request.key_schema);
  for (const auto& specs : {&request.local_indexes, &request.global_indexes}) {
    if (!specs->has_value()) continue;
    for (const IndexSpec& spec : **specs) add(spec.key_schema);
  }
  return names;
}

Status SetKeysAndIndexes(const CreateTableRequest& request, std::string_view region,
                         TableSchema* schema) {
  STATOR_RETURN_IF_ERROR(CheckDefinitions(request.attribute_definitions));
  STATOR_ASSIGN_OR_RETURN(
      schema->keys, SimpleKeys(request.key_schema, request.attribute_definitions, "keySchema"));
  STATOR_RETURN_IF_ERROR(RequireDefinitionsUsed(
      request.attribute_definitions, KeysUsed(request),
      request.local_indexes.has_value() || request.global_indexes.has_value()));
  for (const auto& [name, type] : request.attribute_definitions) {
    schema->attribute_definitions.push_back({name, type});
  }
  STATOR_ASSIGN_OR_RETURN(schema->indexes,
                          BuildIndexes(request, schema->keys, schema->billing_mode, region));
  return OkStatus();
}

Status SetCapacity(const CreateTableRequest& request, std::string_view region,
                   TableSchema* schema) {
  const ThroughputTarget table = {.index_name = {}, .region = region};
  if (request.throughput) STATOR_RETURN_IF_ERROR(CheckUnitsQuota(*request.throughput, table));
  if (request.on_demand) {
    const std::string_view given = FirstCeilingGiven(*request.on_demand);
    if (schema->billing_mode == BillingMode::kProvisioned && !given.empty()) {
      return InvalidParameter(
          std::string(given) +
          " for OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED.");
    }
    STATOR_RETURN_IF_ERROR(CheckCeilings(*request.on_demand, table, false));
    schema->on_demand = MergeCeilings(std::nullopt, *request.on_demand);
  }
  STATOR_ASSIGN_OR_RETURN(schema->warm, InitialWarmThroughput(request.warm, schema->billing_mode,
                                                              schema->throughput, table));
  return OkStatus();
}

Status SetTags(const CreateTableRequest& request, TableSchema* schema) {
  if (!request.tags) return OkStatus();
  STATOR_RETURN_IF_ERROR(CheckTags(*request.tags));
  schema->tags = *request.tags;
  std::sort(schema->tags.begin(), schema->tags.end(),
            [](const Tag& a, const Tag& b) { return a.key < b.key; });
  STATOR_ASSIGN_OR_RETURN(schema->write_shards, WriteShardsOf(schema->tags, schema->keys));
  return OkStatus();
}

Status SetPolicy(const OpContext& context, const CreateTableRequest& request, TableSchema* schema) {
  if (!request.resource_policy) return OkStatus();
  const ResourceName table = {{AccountOf(context, schema->space), schema->space, schema->name}, ""};
  STATOR_RETURN_IF_ERROR(CheckResourcePolicy(context, table, *request.resource_policy).status());
  schema->policy.Attach(*request.resource_policy, context.database->clock().WallMicros() / 1'000);
  return OkStatus();
}

Result<TableSchema> BuildSchema(const OpContext& context, const CreateTableRequest& request) {
  TableSchema schema;
  STATOR_ASSIGN_OR_RETURN(TableReference named, ResolveTable(context, request.table_name));
  schema.space = std::move(named.space);
  schema.name = std::move(named.name);
  STATOR_RETURN_IF_ERROR(CheckResourceName(schema.name, "tableName"));
  STATOR_RETURN_IF_ERROR(SetBilling(request, context.database->clock().WallSeconds(), &schema));
  STATOR_RETURN_IF_ERROR(SetKeysAndIndexes(request, context.region, &schema));
  STATOR_RETURN_IF_ERROR(SetCapacity(request, context.region, &schema));
  if (request.stream) STATOR_RETURN_IF_ERROR(SetStreamAtCreation(*request.stream, &schema));
  if (request.sse) {
    const bool encrypted = context.database->store().encrypted();
    STATOR_RETURN_IF_ERROR(SetEncryptionAtCreation(*request.sse, encrypted, &schema));
  }
  STATOR_RETURN_IF_ERROR(SetTags(request, &schema));
  STATOR_RETURN_IF_ERROR(SetPolicy(context, request, &schema));
  schema.table_class = request.table_class.value_or(TableClass::kStandard);
  // STANDARD is the class of every table and never shown where no other was ever chosen.
  schema.table_class_was_set = schema.table_class != TableClass::kStandard;
  schema.deletion_protection = request.deletion_protection.value_or(false);
  return schema;
}

Status RequireNewName(const OpContext& context, const TableSchema& schema) {
  const std::shared_ptr<Table> table = context.database->catalog().Find(schema.space, schema.name);
  if (table == nullptr) return OkStatus();
  if (table->schema()->status == ResourceStatus::kCreating) {
    return StillInUse("Table is being created: " + schema.name);
  }
  return Status(Code::kResourceInUse, "Table already exists: " + schema.name);
}

// The reply lacks what AWS works out only after it: warm throughput that nobody asked for, and when
// the billing mode took effect.
TableDescription DescribeNew(const OpContext& context, const Table& table) {
  const std::shared_ptr<const TableSchema> schema = table.schema();
  TableSchema shown = ShownSchema(*schema, context.database->clock().WallSeconds());
  shown.status = ResourceStatus::kCreating;
  shown.pay_per_request_since_seconds = 0;
  shown.warm = schema->warm;
  for (IndexSchema& index : shown.indexes) {
    index.status = ResourceStatus::kCreating;
    index.warm.reset();
  }
  TableDescription description = DescribeAs(context, table, std::move(shown));
  description.warm_throughput_updating = true;
  return description;
}

}  // namespace

Result<TableResponse> CreateTable(const OpContext& context, const CreateTableRequest& request) {
  STATOR_ASSIGN_OR_RETURN(TableSchema schema, BuildSchema(context, request));
  STATOR_RETURN_IF_ERROR(RequireNewName(context, schema));
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          context.database->lifecycle().CreateTable(std::move(schema)));
  return TableResponse{.table = DescribeNew(context, *table)};
}

}  // namespace stator::api
