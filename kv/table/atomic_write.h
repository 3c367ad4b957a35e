// Several writes that stand or fall together, for ItemWriter::WriteAll. Two phases:
//   prepare: lock the keys → read the old items → every Decide → one status per write
//   commit:  one batch with all items, index entries, observers' records and what `also` adds
// What other writers see in between is the conflict mode. The protocol: docs/transactions.md.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "kv/base/status.h"
#include "kv/store/store.h"
#include "kv/table/conflict_mode.h"
#include "kv/table/item_writer.h"

namespace stator {

// "Transaction is ongoing for the item", as AWS words it.
Status TransactionConflict();

// Bytes of an item before and after its write, as DynamoDB counts them; 0: no item.
struct ItemSizes {
  size_t old_bytes = 0;
  size_t new_bytes = 0;
};

struct AtomicWrite {
  std::vector<ItemWrite> writes;  // of distinct keys
  // Empty, or one per write: one that is not OK takes no part, and so nothing is written; but the
  // others are decided all the same, so that the outcome has the reasons of all.
  std::vector<Status> refused;
  ConflictMode conflicts = ConflictMode::kWait;
  // kFail only: called between the phases, while the keys are marked and no lock is held. The
  // second phase then decides once more, because the schema may have changed; the items have not.
  std::function<void()> between_phases;
  // Adds records to the batch, or refuses the whole: its error is the outcome's status. Called once
  // all writes are accepted; the sizes are in the order of the writes.
  std::function<Status(const std::vector<ItemSizes>& sizes, WriteBatch* batch)> also;
};

struct AtomicOutcome {
  // OK: everything is written. kTransactionCanceled: `refusals` says why, and nothing is written.
  // Any other: the whole failed for that reason.
  Status status;
  std::vector<Status> refusals;        // one per write; OK: that one would have been written
  std::vector<WriteOutcome> outcomes;  // one per write, when everything is written
};

}  // namespace stator
