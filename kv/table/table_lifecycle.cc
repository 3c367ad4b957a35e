#include "kv/table/table_lifecycle.h"

#include <algorithm>
#include <utility>

#include "kv/partition/partition_map.h"
#include "kv/table/backfill_job.h"
#include "kv/table/free_keys_job.h"
#include "kv/table/index_delta.h"

namespace stator {
namespace {

Status InUse(std::string_view what, const std::string& name) {
  return Status(Code::kResourceInUse,
                "Attempt to change a resource which is still in use: " + std::string(what) + name);
}

Status CheckActive(const TableSchema& schema, ResourceStatus status) {
  switch (status) {
    case ResourceStatus::kActive: return OkStatus();
    case ResourceStatus::kCreating: return InUse("Table is being created: ", schema.name);
    case ResourceStatus::kUpdating: return InUse("Table is being updated: ", schema.name);
    case ResourceStatus::kDeleting: return InUse("Table is being deleted: ", schema.name);
  }
  return InternalError("unknown table status");
}

Status CheckIndexesActive(const TableSchema& schema) {
  for (const IndexSchema& index : schema.indexes) {
    if (index.status != ResourceStatus::kActive) {
      return InUse("Cannot delete table while indexes are being created, updated, or deleted.", "");
    }
  }
  return OkStatus();
}

Status ProtectedFromDeletion() {
  return ValidationError(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
      "protection first.");
}

void AddAttributeDefinitions(const std::vector<KeyAttribute>& keys, TableSchema* schema) {
  std::vector<KeyAttribute>& definitions = schema->attribute_definitions;
  for (const KeyAttribute& key : keys) {
    const bool defined = std::any_of(definitions.begin(), definitions.end(),
                                     [&](const KeyAttribute& a) { return a.name == key.name; });
    if (!defined) definitions.push_back(key);
  }
}

// Null: there is none of that name.
IndexSchema* FindGlobalIndex(TableSchema* schema, std::string_view name) {
  for (IndexSchema& index : schema->indexes) {
    if (index.kind == IndexKind::kGlobal && index.name == name) return &index;
  }
  return nullptr;
}

void GivePartitions(BillingMode billing, IndexSchema* index) {
  if (index->kind != IndexKind::kGlobal) return;
  index->partitions = EvenPartitions(PartitionsNeeded(billing, index->throughput, index->warm),
                                     &index->next_partition_id);
}

// Partitions are split when provisioned or warm throughput is raised above what they can serve.
void GrowForThroughput(TableSchema* schema) {
  const BillingMode billing = schema->billing_mode;
  GrowPartitions(PartitionsNeeded(billing, schema->throughput, schema->warm), &schema->partitions,
                 &schema->next_partition_id);
  for (IndexSchema& index : schema->indexes) {
    if (index.kind != IndexKind::kGlobal) continue;
    GrowPartitions(PartitionsNeeded(billing, index.throughput, index.warm), &index.partitions,
                   &index.next_partition_id);
  }
}

}  // namespace

ResourceStatus VisibleStatus(const TableSchema& schema) {
  const bool index_goes = std::any_of(
      schema.indexes.begin(), schema.indexes.end(),
      [](const IndexSchema& index) { return index.status == ResourceStatus::kDeleting; });
  return schema.status == ResourceStatus::kActive && index_goes ? ResourceStatus::kUpdating
                                                                : schema.status;
}

TableLifecycle::TableLifecycle(Store* store, Catalog* catalog, LockTable* locks, const Clock* clock,
                               RandomSource* random, LifecycleOptions options)
    : options_(options),
      random_(random),
      runner_(clock),
      context_{store, catalog, locks, clock, &runner_} {
  Resume();
}

TableLifecycle::~TableLifecycle() = default;

void TableLifecycle::Resume() {
  for (const std::shared_ptr<Table>& table : context_.catalog->All()) {
    const std::shared_ptr<const TableSchema> schema = table->schema();
    ResumeInsights(table);
    if (schema->status == ResourceStatus::kDeleting) {
      runner_.Add(NewDropTableJob(context_, table));
      continue;
    }
    if (schema->status == ResourceStatus::kCreating) {
      runner_.Add(NewActivateTableJob(context_, table));
    }
    for (const IndexSchema& index : schema->indexes) {
      if (!IsMaintained(index)) {
        runner_.Add(NewDropIndexJob(context_, table, index.id));
      } else if (index.backfilling) {
        runner_.Add(NewBackfillJob(context_, table, index.id, 0));
      }
    }
  }
  for (const DroppedIds& dropped : context_.catalog->dropped_at_load()) {
    runner_.Add(NewFreeKeysJob(context_.store, dropped));
  }
}

void TableLifecycle::ResumeInsights(const std::shared_ptr<Table>& table) {
  const std::shared_ptr<const TableSchema> schema = table->schema();
  const auto resume = [&](const InsightsSetting& setting, const std::string& index_name) {
    InsightsSetting settled = setting;
    EndSwitch(setting.changed_micros, &settled);
    if (settled != setting) runner_.Add(NewEndSwitchJob(context_, table, index_name, setting));
  };
  resume(schema->insights, "");
  for (const IndexSchema& index : schema->indexes) resume(index.insights, index.name);
}

int64_t TableLifecycle::TransientEnd() const {
  if (options_.transient_status_micros == 0) return 0;
  return context_.clock->MonotonicMicros() + options_.transient_status_micros;
}

Result<std::shared_ptr<Table>> TableLifecycle::CreateTable(TableSchema schema) {
  const bool transient = options_.transient_status_micros > 0;
  const ResourceStatus status = transient ? ResourceStatus::kCreating : ResourceStatus::kActive;
  STATOR_ASSIGN_OR_RETURN(schema.id, context_.catalog->NextId());
  schema.uuid = NewUuid(random_);
  schema.created_micros = context_.clock->WallMicros();
  schema.status = status;
  // Each write shard of a partition key gets a partition of its own.
  const uint32_t needed = PartitionsNeeded(schema.billing_mode, schema.throughput, schema.warm);
  schema.partitions =
      EvenPartitions(std::max(needed, schema.write_shards), &schema.next_partition_id);
  for (IndexSchema& index : schema.indexes) {
    STATOR_ASSIGN_OR_RETURN(index.id, context_.catalog->NextId());
    index.status = status;
    index.backfilling = false;
    GivePartitions(schema.billing_mode, &index);
  }
  STATOR_ASSIGN_OR_RETURN(std::shared_ptr<Table> table, context_.catalog->Add(std::move(schema)));
  if (transient) runner_.Add(NewActivateTableJob(context_, table), TransientEnd());
  return table;
}

Status TableLifecycle::DeleteTable(const std::shared_ptr<Table>& table) {
  const auto check = [](const TableSchema& schema) {
    STATOR_RETURN_IF_ERROR(CheckActive(schema, schema.status));
    STATOR_RETURN_IF_ERROR(CheckIndexesActive(schema));
    return schema.deletion_protection ? ProtectedFromDeletion() : OkStatus();
  };
  if (options_.transient_status_micros > 0) {
    const auto mark = [&](TableSchema* schema) {
      STATOR_RETURN_IF_ERROR(check(*schema));
      schema->status = ResourceStatus::kDeleting;
      return OkStatus();
    };
    STATOR_RETURN_IF_ERROR(context_.catalog->Update(table.get(), mark));
    runner_.Add(NewDropTableJob(context_, table), TransientEnd());
    return OkStatus();
  }
  STATOR_ASSIGN_OR_RETURN(DroppedIds dropped, context_.catalog->Drop(table.get(), check));
  runner_.Add(NewFreeKeysJob(context_.store, std::move(dropped)));
  return OkStatus();
}

Result<uint32_t> TableLifecycle::AddIndex(IndexSchema index, TableSchema* schema) {
  STATOR_RETURN_IF_ERROR(CheckActive(*schema, schema->status));
  if (schema->FindIndex(index.name) != nullptr) return InUse("Index already exists: ", index.name);
  STATOR_ASSIGN_OR_RETURN(index.id, context_.catalog->NextId());
  index.kind = IndexKind::kGlobal;
  index.status = ResourceStatus::kCreating;
  index.backfilling = true;
  GivePartitions(schema->billing_mode, &index);
  AddAttributeDefinitions(index.keys.hash, schema);
  AddAttributeDefinitions(index.keys.range, schema);
  schema->indexes.push_back(std::move(index));
  return schema->indexes.back().id;
}

Result<uint32_t> TableLifecycle::MarkDeleting(std::string_view index_name, TableSchema* schema) {
  STATOR_RETURN_IF_ERROR(CheckActive(*schema, schema->status));
  IndexSchema* index = FindGlobalIndex(schema, index_name);
  if (index == nullptr) return Status(Code::kNotFound, "Requested resource not found");
  if (!IsMaintained(*index)) return InUse("Index is being deleted: ", index->name);
  index->status = ResourceStatus::kDeleting;
  index->backfilling = false;
  return index->id;
}

Status TableLifecycle::UpdateTable(const std::shared_ptr<Table>& table, const Plan& plan) {
  std::optional<uint32_t> added;
  std::optional<uint32_t> deleted;
  TableSchema before;
  TableSchema after;
  const auto change = [&](TableSchema* schema) -> Status {
    before = *schema;
    STATOR_ASSIGN_OR_RETURN(IndexAction index, plan(schema));
    if (index.create) {
      STATOR_ASSIGN_OR_RETURN(added, AddIndex(*std::move(index.create), schema));
    } else if (index.delete_name) {
      STATOR_ASSIGN_OR_RETURN(deleted, MarkDeleting(*index.delete_name, schema));
    }
    GrowForThroughput(schema);
    after = *schema;
    return OkStatus();
  };
  const auto forget_progress = [&](WriteBatch* batch) {
    if (deleted) batch->Delete(kCatalogFamily, BackfillProgressKey(*deleted));
  };
  STATOR_RETURN_IF_ERROR(context_.catalog->Update(table.get(), change, forget_progress));
  table->splits().Note(before, after, SplitReason::kThroughput, context_.clock->WallMicros());
  if (added) runner_.Add(NewBackfillJob(context_, table, *added, TransientEnd()));
  if (deleted) runner_.Add(NewDropIndexJob(context_, table, *deleted), TransientEnd());
  return OkStatus();
}

Status TableLifecycle::CreateIndex(const std::shared_ptr<Table>& table, IndexSchema index) {
  return UpdateTable(table, [&](TableSchema*) -> Result<IndexAction> {
    return IndexAction{.create = index, .delete_name = {}};
  });
}

Status TableLifecycle::DeleteIndex(const std::shared_ptr<Table>& table,
                                   std::string_view index_name) {
  return UpdateTable(table, [&](TableSchema*) -> Result<IndexAction> {
    return IndexAction{.create = {}, .delete_name = std::string(index_name)};
  });
}

Result<InsightsSetting> TableLifecycle::SwitchInsights(
    const std::shared_ptr<Table>& table, const std::string& index_name, const InsightsWish& wish,
    const std::function<Status(const TableSchema&)>& check) {
  const int64_t now_micros = context_.clock->WallMicros();
  const bool transient = options_.transient_status_micros > 0;
  InsightsSetting begun;
  bool changed = false;
  const auto change = [&](TableSchema* schema) {
    STATOR_RETURN_IF_ERROR(check(*schema));
    InsightsSetting* const setting = FindInsights(schema, index_name);
    if (setting == nullptr) return Status(Code::kNotFound, "");
    changed = BeginSwitch(wish, now_micros, setting);
    begun = *setting;
    if (!transient) EndSwitch(now_micros, setting);
    return OkStatus();
  };
  STATOR_RETURN_IF_ERROR(context_.catalog->Update(table.get(), change));
  if (changed && transient) {
    runner_.Add(NewEndSwitchJob(context_, table, index_name, begun), TransientEnd());
  }
  return begun;
}

void TableLifecycle::RunInBackground(std::unique_ptr<BackgroundJob> job) {
  runner_.Add(std::move(job));
}

void TableLifecycle::RunStanding(std::unique_ptr<BackgroundJob> job) {
  runner_.AddStanding(std::move(job));
}

void TableLifecycle::WaitIdle() { runner_.WaitIdle(); }

bool TableLifecycle::WaitCaughtUp(int64_t timeout_micros) {
  return runner_.WaitCaughtUp(timeout_micros);
}

}  // namespace stator
