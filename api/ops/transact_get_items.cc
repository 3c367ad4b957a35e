#include "api/ops/transact_get_items.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api/expr/expression.h"
#include "api/ops/item_key.h"
#include "api/ops/key_paths.h"
#include "api/ops/read_capacity.h"
#include "api/ops/transact_tables.h"
#include "api/types/cancellation.h"
#include "kv/table/table_key.h"
#include "txn/coordinator.h"

namespace stator::api {
namespace {

struct Transaction {
  TransactTables tables;
  std::vector<size_t> table_of;  // each item's place in tables
  std::vector<expr::Projection> projections;
  std::vector<txn::ItemToRead> items;
  std::vector<Status> refused;  // what does not fit its table; one per item
};

Result<expr::Projection> CompileProjection(const TransactGet& get) {
  const ExpressionAttributes attributes{get.names, std::nullopt};
  expr::Binder binder(attributes, {"ProjectionExpression"});
  expr::Projection projection;
  if (get.projection_expression) {
    STATOR_ASSIGN_OR_RETURN(projection, binder.CompileProjection(*get.projection_expression));
  }
  STATOR_RETURN_IF_ERROR(binder.Finish());
  return projection;
}

Status CheckSchema(const TableSchema& schema, const TransactGet& get,
                   const expr::Projection& projection) {
  STATOR_RETURN_IF_ERROR(RefusePathsIntoKeys(schema, projection.DereferencedNames()));
  return CheckKey(schema, get.key.view());
}

void Charge(const OpContext& context, const Transaction& transaction, size_t i, size_t bytes) {
  const TransactTable& table = transaction.tables[transaction.table_of[i]];
  const txn::ItemToRead& item = transaction.items[i];
  const Location location =
      LocateItem(*item.schema, item.key, context.database->store().partitions());
  ReadCapacity(context, *table.table).Charge(location.key, 2 * ReadUnits(bytes, true));
}

void RefuseThrottled(const OpContext& context, Transaction* transaction) {
  for (size_t i = 0; i < transaction->items.size(); ++i) {
    if (!transaction->refused[i].ok()) continue;
    const TransactTable& table = transaction->tables[transaction->table_of[i]];
    const txn::ItemToRead& item = transaction->items[i];
    const Location location =
        LocateItem(*item.schema, item.key, context.database->store().partitions());
    transaction->refused[i] = FaultOf(context, i);
    if (!transaction->refused[i].ok()) continue;
    transaction->refused[i] = ReadCapacity(context, *table.table).Admit(location.key);
  }
}

Status RefuseDuplicates(const OpContext& context, const Transaction& transaction) {
  std::set<std::string> seen;
  for (size_t i = 0; i < transaction.items.size(); ++i) {
    if (!transaction.refused[i].ok()) continue;
    const txn::ItemToRead& item = transaction.items[i];
    Location location = LocateItem(*item.schema, item.key, context.database->store().partitions());
    if (seen.insert(std::move(location.key)).second) continue;
    return ValidationError("Transaction request cannot include multiple operations on one item");
  }
  return OkStatus();
}

// Conflicts of writes are counted where they are met (kv/table/staged_write.h).
void CountConflicts(const Transaction& transaction, const std::vector<Status>& reasons) {
  for (size_t i = 0; i < reasons.size(); ++i) {
    if (reasons[i].code() != Code::kTransactionConflict) continue;
    transaction.tables[transaction.table_of[i]].table->events().CountConflict();
  }
}

Result<Transaction> Prepare(const OpContext& context, const TransactGetItemsRequest& request) {
  STATOR_RETURN_IF_ERROR(CheckTransactionLength(request.transact_items.size()));
  Transaction transaction;
  for (const TransactGet& get : request.transact_items) {
    STATOR_ASSIGN_OR_RETURN(expr::Projection projection, CompileProjection(get));
    transaction.projections.push_back(std::move(projection));
  }
  for (size_t i = 0; i < request.transact_items.size(); ++i) {
    const TransactGet& get = request.transact_items[i];
    STATOR_ASSIGN_OR_RETURN(const size_t place, transaction.tables.Find(context, get.table_name));
    const auto& schema = transaction.tables[place].schema;
    STATOR_RETURN_IF_ERROR(RefuseEmptyKeys(*schema, get.key.view()));
    transaction.table_of.push_back(place);
    transaction.refused.push_back(CheckSchema(*schema, get, transaction.projections[i]));
    transaction.items.push_back({schema, get.key.view()});
  }
  STATOR_RETURN_IF_ERROR(RefuseDuplicates(context, transaction));
  RefuseThrottled(context, &transaction);
  return transaction;
}

}  // namespace

Result<TransactGetItemsResponse> TransactGetItems(const OpContext& context,
                                                  const TransactGetItemsRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const Transaction transaction, Prepare(context, request));
  const txn::ReadResult result = context.transactions->Read(transaction.items, transaction.refused);
  if (result.status.code() == Code::kTransactionCanceled) {
    if (context.meter != nullptr) context.meter->NoteRefusals(result.reasons);
    CountConflicts(transaction, result.reasons);
    return TransactionCanceled(result.reasons);
  }
  STATOR_RETURN_IF_ERROR(result.status);
  TransactGetItemsResponse response;
  TransactMeters meters(transaction.tables, request.return_consumed_capacity,
                        CapacityMeter::Kind::kRead);
  for (size_t i = 0; i < result.items.size(); ++i) {
    CapacityMeter& meter = meters[transaction.table_of[i]];
    Charge(context, transaction, i, result.items[i] ? result.items[i]->view().SizeBytes() : 0);
    if (!result.items[i]) {
      meter.AddTransactRead(0);
      response.responses.emplace_back();
      continue;
    }
    const ItemView item = result.items[i]->view();
    const expr::Projection& projection = transaction.projections[i];
    meter.AddTransactRead(item.SizeBytes());
    response.responses.emplace_back(projection.all() ? Item(item) : projection.Apply(item));
  }
  response.consumed_capacity = meters.Report();
  return response;
}

}  // namespace stator::api
