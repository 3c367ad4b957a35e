#include "kv/table/write_group.h"

#include <algorithm>
#include <utility>

namespace stator {

TableGates::TableGates(const std::vector<ItemWrite>& writes) NO_THREAD_SAFETY_ANALYSIS {
  for (const ItemWrite& write : writes) tables_.push_back(write.table);
  std::sort(tables_.begin(), tables_.end(),
            [](const Table* a, const Table* b) { return a->id() < b->id(); });
  tables_.erase(std::unique(tables_.begin(), tables_.end()), tables_.end());
  for (const Table* table : tables_) table->write_gate().LockShared();
}

TableGates::~TableGates() NO_THREAD_SAFETY_ANALYSIS {
  for (const Table* table : tables_) table->write_gate().UnlockShared();
}

WriteGroup::WriteGroup(const std::vector<ItemWrite>& writes, Store* store,
                       const WriteObservation& observation)
    : store_(store),
      observation_(observation),
      locations_(writes.size()),
      numbers_(writes.size()),
      statuses_(writes.size()) {
  for (size_t i = 0; i < writes.size(); ++i) staged_.emplace_back(writes[i], &locations_[i]);
}

void WriteGroup::Locate() {
  ForEachOk([&](StagedWrite& staged) { return staged.Locate(store_->partitions()); });
}

std::vector<std::string_view> WriteGroup::Keys() const {
  std::vector<std::string_view> keys;
  keys.reserve(staged_.size());
  for (size_t i = 0; i < staged_.size(); ++i) {
    if (statuses_[i].ok()) keys.push_back(locations_[i].key);
  }
  return keys;
}

void WriteGroup::RefusePrepared(const PreparedKeys& prepared) {
  if (prepared.empty()) return;
  ForEachOk([&](StagedWrite& staged) { return staged.RefuseIfPrepared(prepared); });
}

void WriteGroup::Prepare(const CapacityControl* capacity) {
  ForEachOk([&](StagedWrite& staged) { return staged.Prepare(*store_, capacity); });
}

Result<ChangeTicket> WriteGroup::TakeNumbers() {
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
void WriteGroup::Fill(WriteBatch* batch) {
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

void WriteGroup::Finish(const Status& status) {
  ForEachOk([&](StagedWrite& staged) {
    if (status.ok()) {
      staged.Count();
    } else {
      staged.NoteFailure(status);
    }
    return status;
  });
}

bool WriteGroup::AllAccepted() const {
  return std::all_of(statuses_.begin(), statuses_.end(), [](const Status& s) { return s.ok(); });
}

std::vector<ItemSizes> WriteGroup::Sizes() const {
  std::vector<ItemSizes> sizes;
  sizes.reserve(staged_.size());
  for (const StagedWrite& staged : staged_) {
    sizes.push_back({staged.old_bytes(), staged.new_bytes()});
  }
  return sizes;
}

std::vector<Result<WriteOutcome>> WriteGroup::TakeOutcomes() {
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

}  // namespace stator
