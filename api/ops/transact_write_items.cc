#include "api/ops/transact_write_items.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "api/iam/principal.h"
#include "api/ops/item_key.h"
#include "api/ops/read_capacity.h"
#include "api/ops/table_errors.h"
#include "api/ops/transact_actions.h"
#include "api/ops/transact_tables.h"
#include "api/ops/write_rules.h"
#include "api/types/cancellation.h"
#include "kv/base/limits.h"
#include "kv/table/table_key.h"
#include "txn/coordinator.h"

namespace stator::api {
namespace {

// One action, which is also the function that decides it.
struct Action {
  std::unique_ptr<WriteAction> write;
  size_t table = 0;  // its place in the transaction
  Result<Mutation> operator()(const ItemView* old_item) const { return write->Decide(old_item); }
};

struct Transaction {
  TransactTables tables;
  std::vector<Action> actions;
  std::vector<Status> refused;  // by their tables' schemas; one per action
};

Status CheckToken(const std::optional<std::string>& token) {
  if (!token) return OkStatus();
  if (token->empty()) {
    return BrokenConstraint("", "clientRequestToken", "have length greater than or equal to 1");
  }
  if (token->size() > limits::kRequestTokenCharacters) {
    return BrokenConstraint(*token, "clientRequestToken", "have length less than or equal to 36");
  }
  return OkStatus();
}

Status CheckPutBytes(const TransactWriteItemsRequest& request) {
  size_t bytes = 0;
  for (const TransactWriteItem& item : request.transact_items) {
    if (item.put) bytes += item.put->item.SizeBytes();
  }
  if (bytes <= limits::kTransactionBytes) return OkStatus();
  return Status(Code::kTooLarge, "Transaction size exceeds the limit of 4 MB");
}

// Whatever is wrong with one action in the eyes of its table is a reason to cancel, not an error of
// the request.
Status Bind(const OpContext& context, const TransactTable& table, WriteAction* action) {
  STATOR_RETURN_IF_ERROR(action->Bind(*table.schema));
  if (!action->adds()) return OkStatus();
  return CheckCollectionSize(context, *table.table, *table.schema, action->key());
}

Status RefuseDuplicates(const OpContext& context, const Transaction& transaction) {
  std::set<std::string> seen;
  for (size_t i = 0; i < transaction.actions.size(); ++i) {
    if (!transaction.refused[i].ok()) continue;
    const Action& action = transaction.actions[i];
    Location location = LocateItem(*transaction.tables[action.table].schema, action.write->key(),
                                   context.database->store().partitions());
    if (seen.insert(std::move(location.key)).second) continue;
    return ValidationError("Transaction request cannot include multiple operations on one item");
  }
  return OkStatus();
}

Result<Transaction> Prepare(const OpContext& context, const TransactWriteItemsRequest& request) {
  STATOR_RETURN_IF_ERROR(CheckTransactionLength(request.transact_items.size()));
  STATOR_RETURN_IF_ERROR(CheckToken(request.client_request_token));
  Transaction transaction;
  for (const TransactWriteItem& item : request.transact_items) {
    STATOR_ASSIGN_OR_RETURN(std::unique_ptr<WriteAction> write, CompileAction(item));
    transaction.actions.push_back({std::move(write)});
  }
  STATOR_RETURN_IF_ERROR(CheckPutBytes(request));
  for (size_t i = 0; i < transaction.actions.size(); ++i) {
    Action& action = transaction.actions[i];
    STATOR_ASSIGN_OR_RETURN(
        action.table, transaction.tables.Find(context, TableNameOf(request.transact_items[i])));
  }
  for (const Action& action : transaction.actions) {
    STATOR_RETURN_IF_ERROR(
        RefuseEmptyKeys(*transaction.tables[action.table].schema, action.write->key()));
  }
  for (const Action& action : transaction.actions) {
    transaction.refused.push_back(
        Bind(context, transaction.tables[action.table], action.write.get()));
  }
  STATOR_RETURN_IF_ERROR(RefuseDuplicates(context, transaction));
  for (size_t i = 0; i < transaction.refused.size(); ++i) {
    if (transaction.refused[i].ok()) transaction.refused[i] = FaultOf(context, i);
  }
  return transaction;
}

txn::WriteResult Run(const OpContext& context, const TransactWriteItemsRequest& request,
                     const Transaction& transaction) {
  txn::WriteTransaction write{.writes = {}, .refused = transaction.refused, .token = {}};
  write.writes.reserve(transaction.actions.size());
  for (const Action& action : transaction.actions) {
    write.writes.push_back({.table = transaction.tables[action.table].table.get(),
                            .key = action.write->key(),
                            .decide = action,
                            .in_transaction = true});
  }
  if (request.client_request_token) {
    write.token = {context.space, *request.client_request_token, HashParameters(request)};
    if (context.principal != nullptr) write.token->caller = iam::StableIdentity(*context.principal);
  }
  return context.transactions->Write(std::move(write));
}

// Writes are charged where they are done; a replay is charged as reads of what had been written.
void ChargeReplay(const OpContext& context, const Transaction& transaction,
                  const std::vector<uint64_t>& bytes) {
  for (size_t i = 0; i < transaction.actions.size(); ++i) {
    const TransactTable& table = transaction.tables[transaction.actions[i].table];
    const Location location = LocateItem(*table.schema, transaction.actions[i].write->key(),
                                         context.database->store().partitions());
    ReadCapacity(context, *table.table).Charge(location.key, 2 * ReadUnits(bytes[i], true));
  }
}

// What the actions cost: writes, or for a replay reads of what had been written.
std::optional<std::vector<ConsumedCapacity>> ReportCapacity(const Transaction& transaction,
                                                            const txn::WriteResult& result,
                                                            ReturnConsumedCapacity mode) {
  using Kind = CapacityMeter::Kind;
  const bool replay = result.replayed_bytes.has_value();
  TransactMeters meters(transaction.tables, mode, replay ? Kind::kRead : Kind::kWrite);
  for (size_t i = 0; i < transaction.actions.size(); ++i) {
    CapacityMeter& meter = meters[transaction.actions[i].table];
    if (replay) {
      meter.AddTransactRead((*result.replayed_bytes)[i]);
    } else {
      meter.AddTransactWrite(result.outcomes[i]);
    }
  }
  return meters.Report();
}

CollectionMetricsByTable ReportCollections(const OpContext& context, const Transaction& transaction,
                                           ReturnItemCollectionMetrics mode) {
  std::vector<std::vector<ItemCollectionMetrics>> metrics(transaction.tables.size());
  for (const Action& action : transaction.actions) {
    auto figures = CollectionMetrics(context, *transaction.tables[action.table].schema,
                                     action.write->key(), mode);
    if (figures) AddCollectionOnce(std::move(*figures), &metrics[action.table]);
  }
  CollectionMetricsByTable report;
  for (size_t i = 0; i < metrics.size(); ++i) {
    if (metrics[i].empty()) continue;
    report.emplace_back(transaction.tables[i].name_given, std::move(metrics[i]));
  }
  return report;
}

}  // namespace

Result<TransactWriteItemsResponse> TransactWriteItems(const OpContext& context,
                                                      const TransactWriteItemsRequest& request) {
  STATOR_ASSIGN_OR_RETURN(const Transaction transaction, Prepare(context, request));
  const txn::WriteResult result = Run(context, request, transaction);
  if (result.status.code() == Code::kTransactionCanceled) {
    if (context.meter != nullptr) context.meter->NoteRefusals(result.reasons);
    return TransactionCanceled(result.reasons);
  }
  STATOR_RETURN_IF_ERROR(result.status);
  // The replay's record has a size for each action, because its parameters are the same.
  if (result.replayed_bytes && result.replayed_bytes->size() != transaction.actions.size()) {
    return InternalError("a token's record does not fit its request");
  }
  if (result.replayed_bytes) ChargeReplay(context, transaction, *result.replayed_bytes);
  TransactWriteItemsResponse response;
  response.consumed_capacity =
      ReportCapacity(transaction, result, request.return_consumed_capacity);
  response.item_collection_metrics =
      ReportCollections(context, transaction, request.return_item_collection_metrics);
  return response;
}

}  // namespace stator::api
