#include "api/ops/update_table.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "api/ops/find_table.h"
#include "api/ops/stream_settings.h"
#include "api/ops/table_description.h"
#include "api/ops/table_encryption.h"
#include "api/ops/table_errors.h"
#include "api/ops/update_capacity.h"
#include "api/ops/update_indexes.h"
#include "api/ops/update_rules.h"
#include "kv/table/table_lifecycle.h"

namespace stator::api {
namespace {

Status ApplySettings(const OpContext& context, const UpdateTableRequest& request,
                     int64_t now_seconds, TableSchema* schema) {
  if (request.stream) STATOR_RETURN_IF_ERROR(ChangeStream(*request.stream, schema));
  if (request.sse) {
    const bool encrypted = context.database->store().encrypted();
    STATOR_RETURN_IF_ERROR(ChangeEncryption(*request.sse, encrypted, schema));
  }
  if (request.deletion_protection) schema->deletion_protection = *request.deletion_protection;
  if (request.table_class && *request.table_class != schema->table_class) {
    schema->table_class = *request.table_class;
    schema->table_class_was_set = true;
    schema->table_class_changed_seconds = now_seconds;
  }
  return OkStatus();
}

// The whole update, the index that comes or goes excepted: that one is only checked.
Result<IndexAction> ApplyUpdate(const OpContext& context, const UpdateTableRequest& request,
                                int64_t now_seconds, TableSchema* schema) {
  STATOR_RETURN_IF_ERROR(RequireSettled(*schema));
  STATOR_RETURN_IF_ERROR(ApplyCapacity(request, context.region, now_seconds, schema));
  STATOR_RETURN_IF_ERROR(ApplySettings(context, request, now_seconds, schema));
  return PlanIndexAction(request, context.region, *schema);
}

// AWS answers with the units, the class and the warm throughput that are in force until the change
// is through, and sets the time of a new billing mode later still.
void ShowBefore(const UpdateTableRequest& request, const TableSchema& before, TableSchema* shown) {
  shown->table_class = before.table_class;
  shown->table_class_was_set = before.table_class_was_set;
  shown->table_class_changed_seconds = before.table_class_changed_seconds;
  shown->warm = before.warm;
  if (shown->billing_mode != before.billing_mode) {
    if (shown->billing_mode == BillingMode::kPayPerRequest) {
      shown->pay_per_request_since_seconds = before.pay_per_request_since_seconds;
    }
    return;
  }
  shown->throughput.read_units = before.throughput.read_units;
  shown->throughput.write_units = before.throughput.write_units;
  if (!request.global_index_updates) return;
  for (const GlobalIndexUpdate& update : *request.global_index_updates) {
    if (!update.update) continue;
    const auto index =
        std::find_if(shown->indexes.begin(), shown->indexes.end(),
                     [&](const IndexSchema& i) { return i.name == update.update->index_name; });
    const IndexSchema* old = before.FindIndex(update.update->index_name);
    if (index == shown->indexes.end() || old == nullptr) continue;
    index->throughput.read_units = old->throughput.read_units;
    index->throughput.write_units = old->throughput.write_units;
    index->warm = old->warm;
    if (update.update->throughput || update.update->on_demand) {
      index->status = ResourceStatus::kUpdating;
    }
  }
}

void ShowIndexAction(const IndexAction& action, TableSchema* shown) {
  for (IndexSchema& index : shown->indexes) {
    if (action.delete_name && index.name == *action.delete_name) {
      index.status = ResourceStatus::kDeleting;
      index.backfilling = false;
    }
  }
  if (!action.create) return;
  shown->indexes.push_back(*action.create);
  shown->indexes.back().status = ResourceStatus::kCreating;
  for (const auto& role : {action.create->keys.hash, action.create->keys.range}) {
    for (const KeyAttribute& key : role) {
      if (std::none_of(shown->attribute_definitions.begin(), shown->attribute_definitions.end(),
                       [&](const KeyAttribute& d) { return d.name == key.name; })) {
        shown->attribute_definitions.push_back(key);
      }
    }
  }
}

bool TakesTime(const UpdateTableRequest& request, const IndexAction& action) {
  return request.throughput || request.billing_mode || request.table_class || request.stream ||
         request.sse || action.create || action.delete_name;
}

TableDescription DescribeUpdated(const OpContext& context, const Table& table,
                                 const UpdateTableRequest& request, const IndexAction& action,
                                 const TableSchema& before, TableSchema after,
                                 int64_t now_seconds) {
  ShowIndexAction(action, &after);
  TableSchema shown = ShownSchema(after, now_seconds);
  ShowBefore(request, ShownSchema(before, now_seconds), &shown);
  if (TakesTime(request, action)) shown.status = ResourceStatus::kUpdating;
  TableDescription description = DescribeAs(context, table, std::move(shown));
  description.warm_throughput_updating = AsksForFigures(request.warm);
  return description;
}

}  // namespace

Result<TableResponse> UpdateTable(const OpContext& context, const UpdateTableRequest& request) {
  STATOR_RETURN_IF_ERROR(CheckUpdateRequest(request));
  STATOR_ASSIGN_OR_RETURN(const std::shared_ptr<Table> table,
                          FindTable(context, request.table_name));
  const int64_t now_seconds = context.database->clock().WallSeconds();
  TableSchema before;
  TableSchema after;
  IndexAction action;
  const Status applied = context.database->lifecycle().UpdateTable(
      table, [&](TableSchema* schema) -> Result<IndexAction> {
        before = *schema;
        STATOR_ASSIGN_OR_RETURN(action, ApplyUpdate(context, request, now_seconds, schema));
        after = *schema;
        return action;
      });
  if (applied.code() == Code::kNotFound && before.name.empty()) {
    return NoSuchTable(table->schema()->name);  // deleted meanwhile
  }
  if (!applied.ok()) return applied;
  // The stream gets its label on the way into the catalog.
  after.stream_label = table->schema()->stream_label;
  return TableResponse{.table = DescribeUpdated(context, *table, request, action, before,
                                                std::move(after), now_seconds)};
}

}  // namespace stator::api
