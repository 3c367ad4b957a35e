#include "kv/table/item_writer.h"

#include <algorithm>
#include <deque>
#include <string_view>
#include <utility>

#include "kv/table/staged_write.h"

namespace stator {
namespace {

// A larger item's batch is not kept for later writes, so that idle memory stays small.
constexpr size_t kScratchItemBytes = 16 * 1024;

Result<WriteOutcome> WriteLocked(Store* store, const WriteObservation& observation,
                                 StagedWrite* staged, WriteBatch* batch) {
  STATOR_RETURN_IF_ERROR(staged->Prepare(*store));
  ChangeTicket ticket;  // until the commit is done
  if (staged->IsObserved(observation)) {
    STATOR_ASSIGN_OR_RETURN(ticket, observation.numbers->Take(1));
  }
  STATOR_RETURN_IF_ERROR(staged->AddTo(batch, observation, ticket.first()));
  if (!batch->empty()) {
    const Result<uint64_t> committed = store->Commit(*batch);
    if (!committed.ok()) {
      staged->NoteFailure(committed.status());
      return committed.status();
    }
    staged->Count();
  }
  return staged->TakeOutcome();
}

// Holds the gates of the tables of several writes, each once, shared.
class TableGates {
 public:
  explicit TableGates(const std::vector<ItemWrite>& writes) NO_THREAD_SAFETY_ANALYSIS {
    for (const ItemWrite& write : writes) tables_.push_back(write.table);
    std::sort(tables_.begin(), tables_.end(),
              [](const Table* a, const Table* b) { return a->id() < b->id(); });
    tables_.erase(std::unique(tables_.begin(), tables_.end()), tables_.end());
    for (const Table* table : tables_) table->write_gate().LockShared();
  }
  ~TableGates() NO_THREAD_SAFETY_ANALYSIS {
    for (const Table* table : tables_) table->write_gate().UnlockShared();
  }
  TableGates(const TableGates&) = delete;
  TableGates& operator=(const TableGates&) = delete;

 private:
  std::vector<const Table*> tables_;
};

// The writes of one WriteEach with what became of each so far.
class WriteGroup {
 public:
  WriteGroup(const std::vector<ItemWrite>& writes, Store* store,
             const WriteObservation& observation)
      : store_(store),
        observation_(observation),
        locations_(writes.size()),
        numbers_(writes.size()),
        statuses_(writes.size()) {
    for (size_t i = 0; i < writes.size(); ++i) staged_.emplace_back(writes[i], &locations_[i]);
  }

  void Locate() {
    ForEachOk([&](StagedWrite& staged) { return staged.Locate(store_->partitions()); });
  }
  std::vector<std::string_view> Keys() const {
    std::vector<std::string_view> keys;
    for (size_t i = 0; i < staged_.size(); ++i) {
      if (statuses_[i].ok()) keys.push_back(locations_[i].key);
    }
    return keys;
  }
  void Prepare() {
    ForEachOk([&](StagedWrite& staged) { return staged.Prepare(*store_); });
  }
  // Change numbers for those that need one. The ticket must live until the commit is done.
  Result<ChangeTicket> TakeNumbers() {
    size_t count = 0;
    for (size_t i = 0; i < staged_.size(); ++i) {
      if (statuses_[i].ok() && staged_[i].IsObserved(observation_)) numbers_[i] = ++count;
    }
    if (count == 0) return ChangeTicket();
    STATOR_ASSIGN_OR_RETURN(ChangeTicket ticket, observation_.numbers->Take(count));
    for (uint64_t& number : numbers_) {
      if (number != 0) number += ticket.first() - 1;
    }
    return ticket;
  }
  // An observer may refuse a write after records of it went into the batch: then the batch is built
  // anew from the others.
  void Fill(WriteBatch* batch) {
    bool complete = false;
    while (!complete) {
      complete = true;
      batch->Clear();
      for (size_t i = 0; i < staged_.size() && complete; ++i) {
        if (!statuses_[i].ok()) continue;
        statuses_[i] = staged_[i].AddTo(batch, observation_, numbers_[i]);
        complete = statuses_[i].ok();
      }
    }
  }
  void Commit(const WriteBatch& batch) {
    Finish(batch.empty() ? OkStatus() : store_->Commit(batch).status());
  }
  // What became of all that were not refused.
  void Finish(const Status& status) {
    ForEachOk([&](StagedWrite& staged) {
      if (status.ok()) {
        staged.Count();
      } else {
        staged.NoteFailure(status);
      }
      return status;
    });
  }
  std::vector<Result<WriteOutcome>> TakeOutcomes() {
    std::vector<Result<WriteOutcome>> outcomes;
    outcomes.reserve(staged_.size());
    for (size_t i = 0; i < staged_.size(); ++i) {
      if (statuses_[i].ok()) {
        outcomes.emplace_back(staged_[i].TakeOutcome());
      } else {
        outcomes.emplace_back(std::move(statuses_[i]));
      }
    }
    return outcomes;
  }

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
  std::vector<Status> statuses_;   // a write with an error takes no further part
  std::deque<StagedWrite> staged_;
};

}  // namespace

Result<WriteOutcome> ItemWriter::Write(const ItemWrite& write) {
  SharedGateLock gate(&write.table->write_gate());
  std::unique_ptr<WriteScratch> scratch = scratch_.Take();
  StagedWrite staged(write, &scratch->location);
  Result<WriteOutcome> outcome = [&]() -> Result<WriteOutcome> {
    STATOR_RETURN_IF_ERROR(staged.Locate(store_->partitions()));
    KeyLock lock(locks_, scratch->location.key);
    return WriteLocked(store_, observation_, &staged, scratch->batch.get());
  }();
  if (staged.new_bytes() <= kScratchItemBytes) scratch_.GiveBack(std::move(scratch));
  return outcome;
}

std::vector<Result<WriteOutcome>> ItemWriter::WriteEach(const std::vector<ItemWrite>& writes) {
  TableGates gates(writes);
  WriteGroup group(writes, store_, observation_);
  group.Locate();
  KeyLocks locks(locks_, group.Keys());
  group.Prepare();
  const Result<ChangeTicket> ticket = group.TakeNumbers();
  if (!ticket.ok()) {
    group.Finish(ticket.status());
    return group.TakeOutcomes();
  }
  const std::unique_ptr<WriteBatch> batch = store_->NewBatch();
  group.Fill(batch.get());
  group.Commit(*batch);
  return group.TakeOutcomes();
}

}  // namespace stator
