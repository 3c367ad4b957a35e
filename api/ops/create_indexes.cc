#include "api/ops/create_indexes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "api/ops/index_rules.h"
#include "api/ops/name_rules.h"
#include "api/ops/table_errors.h"
#include "api/ops/throughput_rules.h"
#include "kv/base/limits.h"

namespace stator::api {
namespace {

// That there are too many is reported only when all is right with each of them. Of a list that is
// far too long the rest is not looked at: every one is compared with all before it.
constexpr size_t kIndexesLookedAt = 100;

Status RefuseDuplicateName(const std::vector<IndexSchema>& indexes, const std::string& name) {
  const bool taken = std::any_of(indexes.begin(), indexes.end(),
                                 [&](const IndexSchema& index) { return index.name == name; });
  return taken ? InvalidParameter("Duplicate index name: " + name) : OkStatus();
}

Status AddLocalIndexes(const CreateTableRequest& request, const KeySchema& table_keys,
                       std::vector<IndexSchema>* indexes) {
  const std::vector<IndexSpec>& specs = *request.local_indexes;
  if (specs.empty()) return InvalidParameter("List of LocalSecondaryIndexes is empty");
  if (table_keys.range.empty()) {
    return InvalidParameter(
        "Table KeySchema does not have a range key, which is required when specifying a "
        "LocalSecondaryIndex");
  }
  for (size_t i = 0; i < std::min(specs.size(), kIndexesLookedAt); ++i) {
    STATOR_ASSIGN_OR_RETURN(IndexSchema index,
                            BuildLocalIndex(specs[i], request.attribute_definitions, table_keys,
                                            ElementPath("localSecondaryIndexes", i)));
    STATOR_RETURN_IF_ERROR(RefuseDuplicateName(*indexes, index.name));
    indexes->push_back(std::move(index));
  }
  if (specs.size() > limits::kLocalIndexesPerTable) {
    return InvalidParameter("Number of LocalSecondaryIndexes exceeds per-table limit of " +
                            std::to_string(limits::kLocalIndexesPerTable));
  }
  return OkStatus();
}

Status SetIndexUnits(const IndexSpec& spec, BillingMode mode, const std::string& path,
                     std::string_view region, IndexSchema* index) {
  if (mode == BillingMode::kPayPerRequest) {
    if (!spec.throughput) return OkStatus();
    return InvalidParameter("ProvisionedThroughput should not be specified for index: " +
                            spec.index_name + " when BillingMode is PAY_PER_REQUEST");
  }
  if (!spec.throughput) {
    return InvalidParameter("ProvisionedThroughput is not specified for index: " + spec.index_name);
  }
  STATOR_RETURN_IF_ERROR(CheckUnits(*spec.throughput, path + ".provisionedThroughput"));
  STATOR_RETURN_IF_ERROR(CheckUnitsQuota(*spec.throughput, {spec.index_name, region}));
  index->throughput.read_units = spec.throughput->read_units;
  index->throughput.write_units = spec.throughput->write_units;
  return OkStatus();
}

Status SetIndexCeilings(const IndexSpec& spec, BillingMode mode, std::string_view region,
                        IndexSchema* index) {
  if (!spec.on_demand) return OkStatus();
  const std::string_view given = FirstCeilingGiven(*spec.on_demand);
  if (mode == BillingMode::kProvisioned && !given.empty()) {
    return InvalidParameter(std::string(given) +
                            " for OnDemandThroughput for index: " + spec.index_name +
                            " cannot be specified when table BillingMode is PROVISIONED.");
  }
  STATOR_RETURN_IF_ERROR(CheckCeilings(*spec.on_demand, {spec.index_name, region}, false));
  index->on_demand = MergeCeilings(std::nullopt, *spec.on_demand);
  return OkStatus();
}

Status AddGlobalIndexes(const CreateTableRequest& request, BillingMode mode,
                        std::string_view region, std::vector<IndexSchema>* indexes) {
  const std::vector<IndexSpec>& specs = *request.global_indexes;
  if (specs.empty()) return InvalidParameter("List of GlobalSecondaryIndexes is empty");
  for (size_t i = 0; i < std::min(specs.size(), kIndexesLookedAt); ++i) {
    const std::string path = ElementPath("globalSecondaryIndexes", i);
    STATOR_ASSIGN_OR_RETURN(IndexSchema index,
                            BuildGlobalIndex(specs[i], request.attribute_definitions, path));
    STATOR_RETURN_IF_ERROR(SetIndexUnits(specs[i], mode, path, region, &index));
    STATOR_RETURN_IF_ERROR(SetIndexCeilings(specs[i], mode, region, &index));
    STATOR_ASSIGN_OR_RETURN(index.warm, InitialWarmThroughput(specs[i].warm, mode, index.throughput,
                                                              {index.name, region}));
    STATOR_RETURN_IF_ERROR(RefuseDuplicateName(*indexes, index.name));
    indexes->push_back(std::move(index));
  }
  if (specs.size() > limits::kGlobalIndexesPerTable) {
    return InvalidParameter("GlobalSecondaryIndex count exceeds the per-table limit of " +
                            std::to_string(limits::kGlobalIndexesPerTable));
  }
  return OkStatus();
}

}  // namespace

Result<std::vector<IndexSchema>> BuildIndexes(const CreateTableRequest& request,
                                              const KeySchema& table_keys, BillingMode mode,
                                              std::string_view region) {
  std::vector<IndexSchema> indexes;
  if (request.local_indexes) {
    STATOR_RETURN_IF_ERROR(AddLocalIndexes(request, table_keys, &indexes));
  }
  if (request.global_indexes) {
    STATOR_RETURN_IF_ERROR(AddGlobalIndexes(request, mode, region, &indexes));
  }
  STATOR_RETURN_IF_ERROR(CheckProjectedTotal(indexes));
  return indexes;
}

}  // namespace stator::api
