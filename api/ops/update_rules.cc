#include "api/ops/update_rules.h"

#include <set>
#include <string>
#include <string_view>

#include "api/ops/name_rules.h"
#include "api/ops/schema_rules.h"
#include "api/ops/table_errors.h"
#include "api/ops/throughput_rules.h"

namespace stator::api {
namespace {

// Which concerns a request touches. Attribute definitions are none: they serve the index that is
// created, and are not looked at otherwise.
struct Concerns {
  bool units = false;
  bool billing = false;
  bool to_provisioned = false;  // billing, to PROVISIONED
  bool stream = false;
  bool encryption = false;
  bool table_class = false;
  bool protection = false;
  bool on_demand = false;
  bool warm = false;
  bool index_list = false;
  bool index_created = false;
  bool index_deleted = false;

  int Count() const {
    return units + billing + stream + encryption + table_class + protection + on_demand + warm +
           index_list;
  }
  bool changes_iops() const { return units || to_provisioned; }
  bool changes_indexes() const { return index_created || index_deleted; }
};

Concerns ConcernsOf(const UpdateTableRequest& request) {
  Concerns concerns;
  concerns.units = request.throughput.has_value();
  concerns.billing = request.billing_mode.has_value();
  concerns.to_provisioned = request.billing_mode == BillingMode::kProvisioned;
  concerns.stream = request.stream.has_value();
  concerns.encryption = request.sse.has_value();
  concerns.table_class = request.table_class.has_value();
  concerns.protection = request.deletion_protection.has_value();
  concerns.on_demand = AsksForFigures(request.on_demand);
  concerns.warm = AsksForFigures(request.warm);
  if (!request.global_index_updates) return concerns;
  concerns.index_list = !request.global_index_updates->empty();
  for (const GlobalIndexUpdate& update : *request.global_index_updates) {
    concerns.index_created |= update.create.has_value();
    concerns.index_deleted |= update.delete_index_name.has_value();
  }
  return concerns;
}

Status RequireConcern(const Concerns& concerns) {
  if (concerns.Count() > 0) return OkStatus();
  // Wording of 2026-10; that of 2025 ends "… GlobalSecondaryIndexUpdates or SSESpecification or
  // ReplicaUpdates is required". It names members that no public model has.
  return ValidationError(
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
      "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, "
      "ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, "
      "OnDemandThroughput, WarmThroughput or TableClass is required");
}

Status RequireAlone(std::string_view what) {
  return InvalidParameter(std::string(what) + " must be the only operation in the request");
}

Status CheckCombination(const Concerns& concerns) {
  const bool several = concerns.Count() > 1;
  if (several && concerns.encryption) return RequireAlone("Server-Side Encryption modification");
  if (several && concerns.table_class) return RequireAlone("TableClass modification");
  if (several && concerns.protection) return RequireAlone("DeletionProtection modification");
  if (concerns.on_demand && concerns.Count() > 1 + static_cast<int>(concerns.billing)) {
    return InvalidParameter(
        "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request");
  }
  if (concerns.warm && concerns.index_created) {
    return InvalidParameter(
        "Create global secondary index cannot be specified when updating WarmThroughput");
  }
  if (several && concerns.warm) return RequireAlone("WarmThroughput");
  if (concerns.stream && concerns.changes_iops()) {
    return InvalidParameter("You cannot modify stream status while updating table IOPS");
  }
  if (concerns.changes_indexes() && concerns.changes_iops()) {
    return InvalidParameter("You cannot create or delete index while updating table IOPS");
  }
  if (concerns.changes_indexes() && concerns.stream) {
    return InvalidParameter("You cannot create or delete index while changing stream status");
  }
  return OkStatus();
}

Status CheckBilling(const UpdateTableRequest& request) {
  if (request.throughput) {
    STATOR_RETURN_IF_ERROR(CheckUnits(*request.throughput, "provisionedThroughput"));
  }
  if (request.billing_mode == BillingMode::kPayPerRequest && request.throughput) {
    return InvalidParameter(
        "ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST");
  }
  if (request.billing_mode == BillingMode::kProvisioned && !request.throughput) {
    return InvalidParameter(
        "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  }
  return OkStatus();
}

Status CheckIndexChange(const GlobalIndexUpdate::Change& change, const std::string& path) {
  STATOR_RETURN_IF_ERROR(CheckResourceName(change.index_name, path + ".indexName"));
  if (change.throughput) {
    STATOR_RETURN_IF_ERROR(CheckUnits(*change.throughput, path + ".provisionedThroughput"));
  }
  if (change.warm && !AsksForFigures(change.warm)) {
    return InvalidParameter(
        "WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond "
        "specified for index: " +
        change.index_name);
  }
  return OkStatus();
}

Status CheckIndexCreation(const UpdateTableRequest& request, const IndexSpec& index,
                          const std::string& path) {
  STATOR_RETURN_IF_ERROR(CheckResourceName(index.index_name, path + ".indexName"));
  if (index.throughput) {
    STATOR_RETURN_IF_ERROR(CheckUnits(*index.throughput, path + ".provisionedThroughput"));
  }
  if (!request.attribute_definitions) {
    return InvalidParameter("AttributeDefinitions is not specified for index: " + index.index_name);
  }
  return CheckDefinitions(*request.attribute_definitions);
}

Status CheckIndexUpdate(const UpdateTableRequest& request, const GlobalIndexUpdate& update,
                        const std::string& path, std::string* index_name) {
  const int actions = static_cast<int>(update.create.has_value()) + update.update.has_value() +
                      update.delete_index_name.has_value();
  if (actions == 0) {
    return InvalidParameter(
        "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
        "GlobalSecondaryIndexUpdate.Delete must not be null");
  }
  if (actions > 1) {
    return InvalidParameter(
        "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object");
  }
  if (update.create) {
    *index_name = update.create->index_name;
    return CheckIndexCreation(request, *update.create, path + ".create");
  }
  if (update.update) {
    *index_name = update.update->index_name;
    return CheckIndexChange(*update.update, path + ".update");
  }
  *index_name = *update.delete_index_name;
  return CheckResourceName(*index_name, path + ".delete.indexName");
}

Status CheckIndexUpdates(const UpdateTableRequest& request) {
  if (!request.global_index_updates) return OkStatus();
  const std::vector<GlobalIndexUpdate>& updates = *request.global_index_updates;
  if (updates.empty()) return InvalidParameter("List of GlobalSecondaryIndexUpdates is empty");
  std::set<std::string> names;
  for (size_t i = 0; i < updates.size(); ++i) {
    std::string name;
    STATOR_RETURN_IF_ERROR(CheckIndexUpdate(request, updates[i],
                                            ElementPath("globalSecondaryIndexUpdates", i), &name));
    if (!names.insert(name).second) {
      return InvalidParameter(
          "Only one global secondary index update per index is allowed simultaneously. Index: " +
          name);
    }
  }
  return OkStatus();
}

}  // namespace

bool AsksForFigures(const std::optional<PartialThroughput>& throughput) {
  return throughput && (throughput->read_units || throughput->write_units);
}

Status CheckUpdateRequest(const UpdateTableRequest& request) {
  const Concerns concerns = ConcernsOf(request);
  STATOR_RETURN_IF_ERROR(RequireConcern(concerns));
  STATOR_RETURN_IF_ERROR(CheckIndexUpdates(request));
  STATOR_RETURN_IF_ERROR(CheckCombination(concerns));
  return CheckBilling(request);
}

}  // namespace stator::api
