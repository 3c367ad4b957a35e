// The writes of one WriteEach or WriteAll between the steps that StagedWrite describes, with what
// became of each so far. A write with an error takes no further part. Belongs to one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <string_view>
#include <utility>
#include <vector>

#include "kv/base/status.h"
#include "kv/store/store.h"
#include "kv/table/atomic_write.h"
#include "kv/table/change_numbers.h"
#include "kv/table/item_writer.h"
#include "kv/table/prepared_keys.h"
#include "kv/table/staged_write.h"

namespace stator {

// Holds the gates of the tables of several writes, each once, shared.
class TableGates {
 public:
  explicit TableGates(const std::vector<ItemWrite>& writes);
  ~TableGates();
  TableGates(const TableGates&) = delete;
  TableGates& operator=(const TableGates&) = delete;

 private:
  std::vector<const Table*> tables_;
};

class WriteGroup {
 public:
  // All must outlive this object.
  WriteGroup(const std::vector<ItemWrite>& writes, Store* store,
             const WriteObservation& observation);

  // Before Locate: statuses from outside, one per write.
  void Refuse(const std::vector<Status>& refused) { statuses_ = refused; }
  void Locate();
  // Of the writes that take part.
  std::vector<std::string_view> Keys() const;
  // Refuses writes of keys that a transaction has prepared. The caller holds the locks of Keys().
  void RefusePrepared(const PreparedKeys& prepared);
  // As StagedWrite::Prepare.
  void Prepare(const CapacityControl* capacity);
  // Change numbers for those that need one. The ticket must live until the commit is done.
  Result<ChangeTicket> TakeNumbers();
  // All that take part, but for those that an observer refuses.
  void Fill(WriteBatch* batch);
  void Commit(const WriteBatch& batch) {
    Finish(batch.empty() ? OkStatus() : store_->Commit(batch).status());
  }
  // What became of all that were not refused.
  void Finish(const Status& status);

  bool AllAccepted() const;
  std::vector<ItemSizes> Sizes() const;
  std::vector<Status> TakeStatuses() { return std::move(statuses_); }
  std::vector<Result<WriteOutcome>> TakeOutcomes();

 private:
  template <typename Step>
  void ForEachOk(const Step& step) {
    for (size_t i = 0; i < staged_.size(); ++i) {
      if (statuses_[i].ok()) statuses_[i] = step(staged_[i]);
    }
  }

  Store* const store_;
  const WriteObservation& observation_;
  std::vector<Location> locations_;
  std::vector<uint64_t> numbers_;  // 0: not observed
  std::vector<Status> statuses_;
  std::deque<StagedWrite> staged_;
};

}  // namespace stator
