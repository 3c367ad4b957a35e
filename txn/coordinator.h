// The transaction coordinator: runs a set of writes as one, or reads several items as of one
// moment. It knows no expressions: what each write does to its item is the Decide of an ItemWrite.
// The protocol, what conflicts with what, and what a crash leaves: docs/transactions.md.
//
// Threads: any. Each call blocks until it is done.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "kv/table/atomic_write.h"
#include "kv/table/database.h"
#include "kv/table/item_reader.h"
#include "txn/token_ledger.h"

namespace stator::txn {

struct CoordinatorOptions {
  ConflictMode conflicts = ConflictMode::kWait;
  // ConflictMode::kFail only: how long a transaction stays prepared before it is committed, in the
  // machine's time. So an application's handling of conflicts can be tested.
  int64_t delay_micros = 0;
};

struct WriteTransaction {
  std::vector<ItemWrite> writes;  // of distinct keys
  // As in AtomicWrite: reasons from outside not to write, one per write, or empty.
  std::vector<Status> refused;
  std::optional<TokenUse> token;
};

struct WriteResult {
  // OK: written, by this call or by an earlier one with the same token. kTransactionCanceled:
  // `reasons` says why; nothing is written. kTransactionInProgress and kIdempotentMismatch: because
  // of the token, nothing is done. kTooLarge: the items are over limits::kTransactionBytes.
  Status status;
  std::vector<Status> reasons;         // one per write
  std::vector<WriteOutcome> outcomes;  // one per write, when this call has written
  // When an earlier call had: the size of each write's item after it.
  std::optional<std::vector<uint64_t>> replayed_bytes;
};

struct ItemToRead {
  std::shared_ptr<const TableSchema> schema;
  ItemView key;
};

struct ReadResult {
  Status status;                                 // as in WriteResult
  std::vector<Status> reasons;                   // one per item
  std::vector<std::optional<PinnedItem>> items;  // none: there is no such item
};

class Coordinator {
 public:
  // The database must outlive this object.
  Coordinator(Database* database, CoordinatorOptions options);
  Coordinator(const Coordinator&) = delete;
  Coordinator& operator=(const Coordinator&) = delete;

  WriteResult Write(WriteTransaction transaction);
  // `refused` as in WriteTransaction.
  ReadResult Read(const std::vector<ItemToRead>& items, const std::vector<Status>& refused);

  // Delays between the phases end at once, those under way and all later ones: for a server that
  // is about to stop.
  void EndDelays();

 private:
  WriteResult WriteAll(WriteTransaction transaction, const TokenClaim* claim);
  void Delay();
  void RefusePrepared(const std::vector<ItemToRead>& items, std::vector<Status>* reasons);

  Database* const database_;
  const CoordinatorOptions options_;
  const std::shared_ptr<TokenLedger> ledger_;
  Mutex mu_;
  CondVar delays_end_;
  bool no_delays_ GUARDED_BY(mu_) = false;
};

}  // namespace stator::txn
