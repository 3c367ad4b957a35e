// One item's write between its steps, for ItemWriter: locate → (lock) → prepare → add to the batch
// → (commit) → count → outcome. Belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "kv/base/status.h"
#include "kv/store/store.h"
#include "kv/table/index_delta.h"
#include "kv/table/item_writer.h"
#include "kv/table/prepared_keys.h"
#include "kv/table/table_key.h"
#include "kv/table/write_admission.h"
#include "kv/table/write_observer.h"

namespace stator {

class StagedWrite {
 public:
  // Both must outlive this object. `location` is filled in by Locate.
  StagedWrite(const ItemWrite& write, Location* location) : write_(write), location_(location) {}
  StagedWrite(const StagedWrite&) = delete;
  StagedWrite& operator=(const StagedWrite&) = delete;

  // Takes the schema and finds the key. The caller holds the table's gate until the write is done.
  Status Locate(uint32_t partitions);
  // kTransactionConflict while a transaction holds the item prepared. The caller holds the key's
  // lock, here and for Prepare.
  Status RefuseIfPrepared(const PreparedKeys& prepared) const;
  // Reads the old item, decides, and works out the index entries.
  // kThrottled where `capacity` (or null) has none for it; otherwise what it costs is charged.
  Status Prepare(const Store& store, const CapacityControl* capacity);
  // Whether observers have to hear of it, and so a change number is needed. After Prepare.
  bool IsObserved(const WriteObservation& observation) const;
  // `number`: its change number, 0 if it is not observed. May be called again after the batch was
  // cleared. After an error the batch is of no use.
  Status AddTo(WriteBatch* batch, const WriteObservation& observation, uint64_t number) const;
  // After the commit.
  void Count() const;
  // After a commit that failed.
  void NoteFailure(const Status& status) const;
  WriteOutcome TakeOutcome();

  const Location& location() const { return *location_; }
  size_t old_bytes() const { return old_item() == nullptr ? 0 : old_.SizeBytes(); }
  size_t new_bytes() const { return new_item() == nullptr ? 0 : new_.SizeBytes(); }

 private:
  const ItemView* old_item() const { return had_old_ ? &old_ : nullptr; }
  const ItemView* new_item() const { return has_new_ ? &new_ : nullptr; }
  Status ReadOld(const Store& store);
  // What becomes of the item: has_new_, new_ and changed_.
  Status ApplyDecision(const Store& store);
  Status NotifyObservers(WriteBatch* batch, const WriteObservation& observation,
                         uint64_t number) const;

  const ItemWrite& write_;
  Location* const location_;
  std::shared_ptr<const TableSchema> schema_;
  PinnedValue old_bytes_;
  bool had_old_ = false;
  bool has_new_ = false;
  bool changed_ = false;  // the item's bytes
  ItemView old_;          // into old_bytes_
  ItemView new_;          // into mutation_, or old_
  std::optional<Mutation> mutation_;
  std::vector<IndexDelta> deltas_;
};

}  // namespace stator
