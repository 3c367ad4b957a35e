// The one write path. Every change of an item, whoever asks for it, goes through here:
//   lock the keys → read the old items → decide (a pure function) → index entries and observers'
//   records → one batch → commit.
// So a condition is checked and its write applied with nothing in between, and items and index
// entries can never disagree. Threads: any number of writers at once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <absl/functional/function_ref.h>
#include "kv/base/clock.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/model/table_schema.h"
#include "kv/partition/capacity_control.h"
#include "kv/store/store.h"
#include "kv/table/catalog.h"
#include "kv/table/change_numbers.h"
#include "kv/table/lock_table.h"
#include "kv/table/write_observer.h"
#include "kv/table/write_scratch.h"

namespace stator {

// What to do with an item: nothing, put a new state, or delete it.
class Mutation {
 public:
  enum class Kind { kNone, kPut, kDelete };

  static Mutation None() { return Mutation(Kind::kNone); }
  static Mutation Delete() { return Mutation(Kind::kDelete); }
  // The new item's key attributes are those of the key that is written. `item` is borrowed: its
  // bytes must live until the write returns.
  static Mutation Put(ItemView item) {
    Mutation mutation(Kind::kPut);
    mutation.borrowed_ = item;
    return mutation;
  }
  static Mutation Put(Item item) {
    Mutation mutation(Kind::kPut);
    mutation.owned_ = std::move(item);
    return mutation;
  }

  Kind kind() const { return kind_; }
  ItemView item() const { return owned_ ? owned_->view() : borrowed_; }  // kPut only

 private:
  explicit Mutation(Kind kind) : kind_(kind) {}
  Kind kind_;
  ItemView borrowed_;
  std::optional<Item> owned_;
};

// Decides from the old item (null: there is none) what to do, or refuses. It runs while the key is
// locked, may run more than once, and must be pure: same result for the same old item, no effects.
// It must not write items or change schemas itself: it would wait for its own locks. A refusal
// leaves the item alone and is what the write returns. `old_item` lives until the write returns, so
// a mutation may borrow from it.
//
// A function_ref does not own what it refers to: name the lambda, do not write it inside the braces
// of an ItemWrite that outlives the statement.
using Decide = absl::FunctionRef<Result<Mutation>(const ItemView* old_item)>;

// How a write changed one index: sizes of the stored entry before and after, in bytes as DynamoDB
// counts them; 0: no entry. For capacity.
struct IndexChange {
  uint32_t index_id = 0;
  size_t old_bytes = 0;
  size_t new_bytes = 0;
  bool moved = false;      // the entry's key changed: a delete and a put
  bool unchanged = false;  // the stored entry is the same, byte for byte: nothing was written
};

struct WriteOutcome {
  std::shared_ptr<const TableSchema> schema;  // the one that the write used
  std::optional<Item> old_item;               // only if ItemWrite::want_old and there was one
  std::optional<Item> new_item;               // only if ItemWrite::want_new and there is one
  size_t old_bytes = 0;                       // Item::SizeBytes before and after; 0: no item
  size_t new_bytes = 0;
  bool unchanged =
      false;  // the item's bytes stayed as they were (an equal put, kNone): not written
  std::vector<IndexChange> indexes;  // one per index that has or had an entry; none after kNone
};

struct ItemWrite {
  Table* table = nullptr;
  ItemView key;   // an item that holds at least the key attributes, valid (CheckItemKey)
  Decide decide;  // what it refers to must outlive the write
  bool want_old = false;
  bool want_new = false;
  WriteOrigin origin = WriteOrigin::kUser;
  bool in_transaction = false;  // costs the table twice
};

// Who hears of changes, and what numbers, times and meters them. All must outlive the writer.
struct WriteObservation {
  std::vector<WriteObserver*> observers;  // called in this order
  ChangeNumbers* numbers = nullptr;
  const Clock* clock = nullptr;
  const CapacityControl* capacity = nullptr;  // null: nothing is metered
};

struct AtomicWrite;
struct AtomicOutcome;

class ItemWriter {
 public:
  // All must outlive the writer.
  ItemWriter(Store* store, LockTable* locks, WriteObservation observation)
      : store_(store), locks_(locks), observation_(std::move(observation)), scratch_(store) {}

  // One item. kThrottled when its table, an index or one of their partitions has no capacity left;
  // kNotFound when the table is being deleted or gone; kTransactionConflict when a
  // transaction has the item prepared. (Writers see to it that the table is not CREATING any more:
  // kv/table has no objection to such a write.)
  Result<WriteOutcome> Write(const ItemWrite& write);

  // Several items, each by itself: some may be applied and others refused. The keys must be
  // distinct. One batch and so one fsync serves them all; if the commit fails, each that was not
  // refused before fails with its status.
  std::vector<Result<WriteOutcome>> WriteEach(const std::vector<ItemWrite>& writes);

  // Several items, all or none (atomic_write.h).
  AtomicOutcome WriteAll(const AtomicWrite& write);

 private:
  Store* const store_;
  LockTable* const locks_;
  const WriteObservation observation_;
  WriteScratchPool scratch_;
};

}  // namespace stator
