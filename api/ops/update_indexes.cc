#include "api/ops/update_indexes.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "api/ops/index_rules.h"
#include "api/ops/name_rules.h"
#include "api/ops/table_errors.h"
#include "api/ops/throughput_rules.h"
#include "api/ops/update_rules.h"
#include "kv/base/limits.h"

namespace stator::api {
namespace {

Status OneIndexAtATime() {
  return OverSubscriberLimit(
      "Only 1 online index can be created or deleted simultaneously per table");
}

bool IsChanging(const IndexSchema& index) {
  return index.status == ResourceStatus::kCreating || index.status == ResourceStatus::kDeleting;
}

// An attribute has one type in the whole table: that of the key that had it first, whatever the
// request says of it (captured).
void KeepKnownTypes(const TableSchema& schema, std::vector<KeyAttribute>* role) {
  for (KeyAttribute& key : *role) {
    for (const KeyAttribute& known : schema.attribute_definitions) {
      if (known.name == key.name) key.type = known.type;
    }
  }
}

Status SetUnits(const IndexSpec& spec, BillingMode mode, std::string_view region,
                IndexSchema* index) {
  if (mode == BillingMode::kPayPerRequest) {
    if (!spec.throughput) return OkStatus();
    return InvalidParameter(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: " +
        spec.index_name + " when BillingMode is PAY_PER_REQUEST");
  }
  if (!spec.throughput) {
    return InvalidParameter(
        "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: " +
        spec.index_name);
  }
  STATOR_RETURN_IF_ERROR(CheckUnitsQuota(*spec.throughput, {spec.index_name, region}));
  index->throughput.read_units = spec.throughput->read_units;
  index->throughput.write_units = spec.throughput->write_units;
  return OkStatus();
}

Status SetCeilings(const IndexSpec& spec, BillingMode mode, std::string_view region,
                   IndexSchema* index) {
  if (!AsksForFigures(spec.on_demand)) return OkStatus();
  if (mode == BillingMode::kProvisioned) {
    return InvalidParameter(std::string(FirstCeilingGiven(*spec.on_demand)) +
                            " for OnDemandThroughput for index : " + spec.index_name +
                            " cannot be specified when the table BillingMode is PROVISIONED");
  }
  STATOR_RETURN_IF_ERROR(CheckCeilings(*spec.on_demand, {spec.index_name, region}, false));
  index->on_demand = MergeCeilings(std::nullopt, *spec.on_demand);
  return OkStatus();
}

Status CheckRoom(const TableSchema& schema, const IndexSchema& added) {
  const auto globals =
      std::count_if(schema.indexes.begin(), schema.indexes.end(),
                    [](const IndexSchema& index) { return index.kind == IndexKind::kGlobal; });
  if (static_cast<size_t>(globals) >= limits::kGlobalIndexesPerTable) {
    return OverSubscriberLimit("Number of global secondary indexes exceeds per-table limit of " +
                               std::to_string(limits::kGlobalIndexesPerTable));
  }
  std::vector<IndexSchema> indexes = schema.indexes;
  indexes.push_back(added);
  return CheckProjectedTotal(indexes);
}

Result<IndexSchema> PlanCreation(const UpdateTableRequest& request, const IndexSpec& spec,
                                 const std::string& path, std::string_view region,
                                 const TableSchema& schema) {
  STATOR_ASSIGN_OR_RETURN(IndexSchema index,
                          BuildGlobalIndex(spec, *request.attribute_definitions, path));
  if (schema.FindIndex(index.name) != nullptr) {
    return ValidationError("Attempting to create an index which already exists");
  }
  KeepKnownTypes(schema, &index.keys.hash);
  KeepKnownTypes(schema, &index.keys.range);
  STATOR_RETURN_IF_ERROR(SetUnits(spec, schema.billing_mode, region, &index));
  STATOR_RETURN_IF_ERROR(SetCeilings(spec, schema.billing_mode, region, &index));
  STATOR_ASSIGN_OR_RETURN(index.warm,
                          InitialWarmThroughput(spec.warm, schema.billing_mode, index.throughput,
                                                {index.name, region}));
  STATOR_RETURN_IF_ERROR(CheckRoom(schema, index));
  if (std::any_of(schema.indexes.begin(), schema.indexes.end(), IsChanging)) {
    return OneIndexAtATime();
  }
  return index;
}

// An index that is being filled may be deleted: the filling ends.
Status CheckDeletion(const std::string& name, const TableSchema& schema) {
  const IndexSchema* index = schema.FindIndex(name);
  if (index == nullptr) return NoSuchIndex(name, schema.name);
  if (index->kind != IndexKind::kGlobal) {
    return ValidationError("Cannot delete an index that is not a GlobalSecondaryIndex: " + name);
  }
  if (index->status == ResourceStatus::kDeleting) {
    return StillInUse("Index is being deleted. Table: " + schema.name + " Index: " + name);
  }
  if (std::any_of(schema.indexes.begin(), schema.indexes.end(), [&](const IndexSchema& other) {
        return other.name != name && IsChanging(other);
      })) {
    return OneIndexAtATime();
  }
  return OkStatus();
}

}  // namespace

Result<IndexAction> PlanIndexAction(const UpdateTableRequest& request, std::string_view region,
                                    const TableSchema& schema) {
  IndexAction action;
  if (!request.global_index_updates) return action;
  const std::vector<GlobalIndexUpdate>& updates = *request.global_index_updates;
  int actions = 0;
  for (size_t i = 0; i < updates.size(); ++i) {
    if (updates[i].create) {
      STATOR_ASSIGN_OR_RETURN(
          action.create,
          PlanCreation(request, *updates[i].create,
                       ElementPath("globalSecondaryIndexUpdates", i) + ".create", region, schema));
      ++actions;
    } else if (updates[i].delete_index_name) {
      STATOR_RETURN_IF_ERROR(CheckDeletion(*updates[i].delete_index_name, schema));
      action.delete_name = *updates[i].delete_index_name;
      ++actions;
    }
  }
  if (actions > 1) return OneIndexAtATime();
  return action;
}

}  // namespace stator::api
