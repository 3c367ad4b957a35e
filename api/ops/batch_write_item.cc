#include "api/ops/batch_write_item.h"

#include <algorithm>
#include <set>

#include "api/ops/capacity.h"
#include "api/ops/item_key.h"
#include "api/ops/table_meters.h"
#include "api/ops/write_rules.h"
#include "kv/base/limits.h"
#include "kv/table/table_key.h"

namespace stator::api {
namespace {

// One request of the batch, which is also the function that decides it.
struct Action {
  const WriteRequest* request = nullptr;
  size_t part = 0;  // the table's place in the batch
  Status fault{};   // in place of doing it
  bool is_put() const { return request->put.has_value(); }
  ItemView item() const { return is_put() ? request->put->view() : request->delete_key->view(); }

  Result<Mutation> operator()(const ItemView* old_item) const {
    STATOR_RETURN_IF_ERROR(fault);
    if (is_put()) return Mutation::Put(item());
    return old_item == nullptr ? Mutation::None() : Mutation::Delete();
  }
};

// The part of a batch that is about one table.
struct TablePart {
  const std::string* name_given = nullptr;
  std::shared_ptr<Table> table{};
  std::shared_ptr<const TableSchema> schema{};
};

struct Batch {
  std::vector<TablePart> parts;
  std::vector<Action> actions;
};

Status CheckCounts(const BatchWriteItemRequest& request) {
  if (request.request_items.empty()) {
    return ValidationError("The requestItems parameter is required for BatchWriteItem");
  }
  size_t total = 0;
  for (const auto& [name, writes] : request.request_items) total += writes.size();
  if (total <= limits::kBatchWriteItems) return OkStatus();
  return ValidationError("Too many items requested for the BatchWriteItem call");
}

Status CheckWriteRequest(const WriteRequest& write) {
  if (write.put.has_value() == write.delete_key.has_value()) {
    return ValidationError(
        write.put ? "Supplied AttributeValue has more than one datatypes set, must contain exactly "
                    "one of the supported datatypes"
                  : "Supplied AttributeValue is empty, must contain exactly one of the supported "
                    "datatypes");
  }
  return write.put ? CheckItemSize(write.put->view()) : OkStatus();
}

Status CheckActions(const OpContext& context, const Batch& batch) {
  std::set<std::string> seen;
  for (const Action& action : batch.actions) {
    const TablePart& part = batch.parts[action.part];
    STATOR_RETURN_IF_ERROR(action.is_put() ? CheckBatchItemKeys(*part.schema, action.item())
                                           : CheckKey(*part.schema, action.item()));
    Location location =
        LocateItem(*part.schema, action.item(), context.database->store().partitions());
    if (!seen.insert(std::move(location.key)).second) {
      return ValidationError("Provided list of item keys contains duplicates");
    }
    if (action.is_put()) {
      STATOR_RETURN_IF_ERROR(
          CheckCollectionSize(context, *part.table, *part.schema, action.item()));
    }
  }
  return OkStatus();
}

Result<Batch> Prepare(const OpContext& context, const BatchWriteItemRequest& request) {
  Batch batch;
  for (const auto& [name, writes] : request.request_items) {
    for (const WriteRequest& write : writes) {
      STATOR_RETURN_IF_ERROR(CheckWriteRequest(write));
      batch.actions.push_back({.request = &write,
                               .part = batch.parts.size(),
                               .fault = FaultOf(context, batch.actions.size())});
    }
    batch.parts.push_back({.name_given = &name});
  }
  for (TablePart& part : batch.parts) {
    STATOR_ASSIGN_OR_RETURN(part.table, FindUsableTable(context, *part.name_given));
    part.schema = part.table->schema();
  }
  STATOR_RETURN_IF_ERROR(CheckActions(context, batch));
  return batch;
}

std::vector<Result<WriteOutcome>> Apply(const OpContext& context, const Batch& batch) {
  std::vector<ItemWrite> writes;
  writes.reserve(batch.actions.size());
  for (const Action& action : batch.actions) {
    writes.push_back(
        {.table = batch.parts[action.part].table.get(), .key = action.item(), .decide = action});
  }
  return context.database->writer().WriteEach(writes);
}

// What was not done for want of resources can be done later.
bool LacksResources(const Status& status) {
  return status.code() == Code::kUnavailable || ThrottleOf(status).has_value();
}

// What was not done, and can be done later, goes back to the client: the service has no error for a
// batch of which an item is in a transaction.
bool IsUnprocessed(const Status& status) {
  return status.code() == Code::kTransactionConflict || LacksResources(status);
}

void AddUnprocessed(const std::string& table, const WriteRequest& request,
                    BatchWriteItemResponse* response) {
  auto& items = response->unprocessed_items;
  const auto same_table = [&](const auto& entry) { return entry.first == table; };
  auto it = std::find_if(items.begin(), items.end(), same_table);
  if (it == items.end()) it = items.insert(it, {table, {}});
  it->second.push_back(request);
}

// The error of a batch of which nothing could be done for want of resources.
Status ErrorOfAll(const std::vector<Result<WriteOutcome>>& outcomes) {
  for (const Result<WriteOutcome>& outcome : outcomes) {
    if (!LacksResources(outcome.status())) return OkStatus();
  }
  return outcomes.empty() ? OkStatus() : outcomes.front().status();
}

}  // namespace

Result<BatchWriteItemResponse> BatchWriteItem(const OpContext& context,
                                              const BatchWriteItemRequest& request) {
  STATOR_RETURN_IF_ERROR(CheckCounts(request));
  STATOR_ASSIGN_OR_RETURN(const Batch batch, Prepare(context, request));
  TableMeters meters(request.return_consumed_capacity);
  std::vector<std::vector<ItemCollectionMetrics>> metrics(batch.parts.size());

  BatchWriteItemResponse response;
  const auto outcomes = Apply(context, batch);
  STATOR_RETURN_IF_ERROR(ErrorOfAll(outcomes));
  for (size_t i = 0; i < outcomes.size(); ++i) {
    const Action& action = batch.actions[i];
    if (IsUnprocessed(outcomes[i].status())) {
      AddUnprocessed(*batch.parts[action.part].name_given, *action.request, &response);
      continue;
    }
    if (!outcomes[i].ok()) return outcomes[i].status();
    meters.Of(*batch.parts[action.part].schema).AddWrite(*outcomes[i]);
    auto figures = CollectionMetrics(context, *batch.parts[action.part].schema, action.item(),
                                     request.return_item_collection_metrics);
    if (figures) AddCollectionOnce(std::move(*figures), &metrics[action.part]);
  }

  for (size_t i = 0; i < batch.parts.size(); ++i) {
    if (metrics[i].empty()) continue;
    response.item_collection_metrics.emplace_back(*batch.parts[i].name_given,
                                                  std::move(metrics[i]));
  }
  response.consumed_capacity = meters.Report();
  return response;
}

}  // namespace stator::api
