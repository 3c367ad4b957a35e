#include "api/ops/update_capacity.h"

#include <algorithm>
#include <string>

#include "api/ops/decrease_limit.h"
#include "api/ops/table_description.h"
#include "api/ops/table_errors.h"
#include "api/ops/throughput_rules.h"
#include "api/ops/update_rules.h"

namespace stator::api {
namespace {

constexpr std::string_view kNoUnitsOnDemand =
    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
    "PAY_PER_REQUEST";

// One UpdateTable at work on one table.
struct Change {
  const UpdateTableRequest& request;
  std::string_view region;
  int64_t now_seconds;
  BillingMode mode_before;
  BillingMode mode;
  TableSchema* schema;

  bool switches() const { return mode != mode_before; }
  bool provisioned() const { return mode == BillingMode::kProvisioned; }
};

// "[gsi1, gsi2]"; empty: none.
std::string IndexesBeingDeleted(const TableSchema& schema) {
  std::string names;
  for (const IndexSchema& index : schema.indexes) {
    if (index.status != ResourceStatus::kDeleting) continue;
    names += (names.empty() ? "[" : ", ") + index.name;
  }
  return names.empty() ? names : names + "]";
}

Status RefuseWhileIndexGoes(const Change& change) {
  const std::string deleting = IndexesBeingDeleted(*change.schema);
  if (deleting.empty()) return OkStatus();
  if (change.request.throughput || change.switches()) {
    return StillInUse("Can't change table IOPS when an index is being deleted. Table: " +
                      change.schema->name + " Indexes: " + deleting);
  }
  if (AsksForFigures(change.request.on_demand)) {
    return StillInUse(
        "OnDemandThroughput cannot be updated while index deletion is in progress for indexes: " +
        deleting);
  }
  return OkStatus();
}

Status WillNotChange(const ProvisionedThroughput& units, std::string_view index_name) {
  const std::string target = index_name.empty() ? "the table" : "index " + std::string(index_name);
  const std::string subject = index_name.empty() ? "the table" : "the " + target;
  const std::string read = std::to_string(units.read_units);
  const std::string write = std::to_string(units.write_units);
  return ValidationError(
      "The provisioned throughput for " + subject +
      " will not change. The requested value equals the current value. Current ReadCapacityUnits "
      "provisioned for " +
      target + ": " + read + ". Requested ReadCapacityUnits: " + read +
      ". Current WriteCapacityUnits provisioned for " + target + ": " + write +
      ". Requested WriteCapacityUnits: " + write +
      ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher "
      "limits.");
}

// New units under the same billing mode: a decrease of either kind counts once, whatever the other
// does.
Status ChangeUnits(const ThroughputSpec& asked, std::string_view index_name, int64_t now_seconds,
                   ProvisionedThroughput* units) {
  const bool falls = asked.read_units < units->read_units || asked.write_units < units->write_units;
  const bool rises = asked.read_units > units->read_units || asked.write_units > units->write_units;
  if (!falls && !rises) return WillNotChange(*units, index_name);
  if (falls) {
    STATOR_RETURN_IF_ERROR(CheckDecreaseAllowed(*units, now_seconds));
    units->decreases_today = DecreasesToday(*units, now_seconds) + 1;
    units->last_decrease_seconds = now_seconds;
  }
  if (rises) units->last_increase_seconds = now_seconds;
  units->read_units = asked.read_units;
  units->write_units = asked.write_units;
  return OkStatus();
}

// Warm throughput keeps the highest figures that were ever reached.
void KeepWarm(const WarmThroughput& before, const WarmThroughput& natural,
              std::optional<WarmThroughput>* warm) {
  const WarmThroughput higher = HigherWarmThroughput(before, natural);
  if (higher == natural) {
    warm->reset();
  } else {
    *warm = higher;
  }
}

Status SetTableUnits(const Change& change) {
  TableSchema* schema = change.schema;
  if (change.request.throughput) {
    if (!change.provisioned()) return InvalidParameter(kNoUnitsOnDemand);
    STATOR_RETURN_IF_ERROR(CheckUnitsQuota(*change.request.throughput, {{}, change.region}));
    if (!change.switches()) {
      return ChangeUnits(*change.request.throughput, {}, change.now_seconds, &schema->throughput);
    }
    schema->throughput.read_units = change.request.throughput->read_units;
    schema->throughput.write_units = change.request.throughput->write_units;
  }
  return OkStatus();
}

void SwitchToOnDemand(const Change& change) {
  TableSchema* schema = change.schema;
  schema->billing_mode_was_set = true;
  schema->pay_per_request_since_seconds = change.now_seconds;
  schema->throughput.read_units = 0;
  schema->throughput.write_units = 0;
  for (IndexSchema& index : schema->indexes) {
    index.throughput.read_units = 0;
    index.throughput.write_units = 0;
  }
}

// Units for the table came with the request; each global index that stays needs its own.
Status SwitchToProvisioned(const Change& change) {
  change.schema->on_demand.reset();
  const auto& updates = change.request.global_index_updates;
  for (IndexSchema& index : change.schema->indexes) {
    if (index.kind != IndexKind::kGlobal) continue;
    index.on_demand.reset();
    const bool given =
        updates && std::any_of(updates->begin(), updates->end(), [&](const GlobalIndexUpdate& u) {
          return u.update && u.update->index_name == index.name && u.update->throughput;
        });
    if (!given) {
      return InvalidParameter("ProvisionedThroughput must be specified for index: " + index.name);
    }
  }
  return OkStatus();
}

Status SetIndexUnits(const Change& change, const GlobalIndexUpdate::Change& update,
                     IndexSchema* index) {
  if (!update.throughput) {
    if (!change.provisioned() || AsksForFigures(update.warm)) return OkStatus();
    return InvalidParameter("ProvisionedThroughput must be specified for index: " + index->name);
  }
  STATOR_RETURN_IF_ERROR(CheckUnitsQuota(*update.throughput, {index->name, change.region}));
  if (!change.switches()) {
    return ChangeUnits(*update.throughput, index->name, change.now_seconds, &index->throughput);
  }
  index->throughput.read_units = update.throughput->read_units;
  index->throughput.write_units = update.throughput->write_units;
  return OkStatus();
}

// Which kinds of change the billing mode allows.
Status CheckIndexChangeKind(const Change& change, const GlobalIndexUpdate::Change& update) {
  if (change.provisioned()) {
    if (!AsksForFigures(update.on_demand)) return OkStatus();
    return InvalidParameter(std::string(FirstCeilingGiven(*update.on_demand)) +
                            " for OnDemandThroughput for index : " + update.index_name +
                            " cannot be specified when the table BillingMode is PROVISIONED");
  }
  if (update.throughput && change.switches()) {
    return InvalidParameter(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: " +
        update.index_name + " when BillingMode is PAY_PER_REQUEST");
  }
  if (update.throughput || (!AsksForFigures(update.on_demand) && !AsksForFigures(update.warm))) {
    return InvalidParameter("The only Updates for index: " + update.index_name +
                            " when TableThroughputMode is PAY_PER_REQUEST can be to "
                            "OnDemandThroughput, WarmThroughput");
  }
  return OkStatus();
}

Status RequireIndexActive(const TableSchema& schema, const IndexSchema& index) {
  const std::string where = " Table: " + schema.name + " Index: " + index.name;
  if (index.status == ResourceStatus::kDeleting) {
    return StillInUse("Index is being deleted." + where);
  }
  if (index.status == ResourceStatus::kCreating) {
    return StillInUse("Index is being created." + where);
  }
  return OkStatus();
}

Status ChangeIndex(const Change& change, const GlobalIndexUpdate::Change& update) {
  STATOR_ASSIGN_OR_RETURN(IndexSchema* const index,
                          FindGlobalIndex(change.schema, update.index_name, "update"));
  STATOR_RETURN_IF_ERROR(RequireIndexActive(*change.schema, *index));
  STATOR_RETURN_IF_ERROR(CheckIndexChangeKind(change, update));
  STATOR_RETURN_IF_ERROR(SetIndexUnits(change, update, index));
  const ThroughputTarget target = {index->name, change.region};
  if (update.on_demand) {
    STATOR_RETURN_IF_ERROR(CheckCeilings(*update.on_demand, target, true));
    index->on_demand = MergeCeilings(index->on_demand, *update.on_demand);
  }
  if (update.warm) {
    STATOR_ASSIGN_OR_RETURN(
        index->warm,
        RaisedWarmThroughput(*update.warm, CurrentWarmThroughput(*change.schema, *index), target));
  }
  return OkStatus();
}

Status ChangeIndexes(const Change& change) {
  if (!change.request.global_index_updates) return OkStatus();
  for (const GlobalIndexUpdate& update : *change.request.global_index_updates) {
    if (update.update) STATOR_RETURN_IF_ERROR(ChangeIndex(change, *update.update));
  }
  return OkStatus();
}

Status SetTableCeilings(const Change& change) {
  if (!AsksForFigures(change.request.on_demand)) return OkStatus();
  const PartialThroughput& asked = *change.request.on_demand;
  if (change.provisioned()) {
    return InvalidParameter(
        std::string(FirstCeilingGiven(asked)) +
        " for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED");
  }
  STATOR_RETURN_IF_ERROR(CheckCeilings(asked, {{}, change.region}, true));
  change.schema->on_demand = MergeCeilings(change.schema->on_demand, asked);
  return OkStatus();
}

Status SetTableWarm(const Change& change) {
  if (!AsksForFigures(change.request.warm)) return OkStatus();
  STATOR_ASSIGN_OR_RETURN(
      change.schema->warm,
      RaisedWarmThroughput(*change.request.warm, CurrentWarmThroughput(*change.schema),
                           {{}, change.region}));
  return OkStatus();
}

// After new units or another mode: `before` is the schema as it was.
void KeepWarmThroughput(const TableSchema& before, TableSchema* schema) {
  KeepWarm(CurrentWarmThroughput(before),
           NaturalWarmThroughput(schema->billing_mode, schema->throughput), &schema->warm);
  for (size_t i = 0; i < schema->indexes.size(); ++i) {
    IndexSchema& index = schema->indexes[i];
    if (index.kind != IndexKind::kGlobal) continue;
    const WarmThroughput asked = index.warm.value_or(WarmThroughput{});
    KeepWarm(HigherWarmThroughput(CurrentWarmThroughput(before, before.indexes[i]), asked),
             NaturalWarmThroughput(schema->billing_mode, index.throughput), &index.warm);
  }
}

}  // namespace

Result<IndexSchema*> FindGlobalIndex(TableSchema* schema, std::string_view index_name,
                                     std::string_view verb) {
  for (IndexSchema& index : schema->indexes) {
    if (index.name != index_name) continue;
    if (index.kind == IndexKind::kGlobal) return &index;
    return ValidationError("Cannot " + std::string(verb) +
                           " an index that is not a GlobalSecondaryIndex: " + index.name);
  }
  return NoSuchIndex(index_name, schema->name);
}

Status ApplyCapacity(const UpdateTableRequest& request, std::string_view region,
                     int64_t now_seconds, TableSchema* schema) {
  const TableSchema before = *schema;
  const Change change = {.request = request,
                         .region = region,
                         .now_seconds = now_seconds,
                         .mode_before = schema->billing_mode,
                         .mode = request.billing_mode.value_or(schema->billing_mode),
                         .schema = schema};
  STATOR_RETURN_IF_ERROR(RefuseWhileIndexGoes(change));
  schema->billing_mode = change.mode;
  STATOR_RETURN_IF_ERROR(SetTableUnits(change));
  if (change.switches()) {
    if (change.provisioned()) {
      STATOR_RETURN_IF_ERROR(SwitchToProvisioned(change));
    } else {
      SwitchToOnDemand(change);
    }
  }
  STATOR_RETURN_IF_ERROR(ChangeIndexes(change));
  STATOR_RETURN_IF_ERROR(SetTableCeilings(change));
  STATOR_RETURN_IF_ERROR(SetTableWarm(change));
  if (!AsksForFigures(request.warm)) KeepWarmThroughput(before, schema);
  return OkStatus();
}

}  // namespace stator::api
