#include "kv/table/item_writer.h"

#include <utility>

#include "kv/table/atomic_write.h"
#include "kv/table/atomic_write_run.h"
#include "kv/table/staged_write.h"
#include "kv/table/write_group.h"

namespace stator {
namespace {

// A larger item's batch is not kept for later writes, so that idle memory stays small.
constexpr size_t kScratchItemBytes = 16 * 1024;

Result<WriteOutcome> WriteLocked(Store* store, const WriteObservation& observation,
                                 StagedWrite* staged, WriteBatch* batch) {
  STATOR_RETURN_IF_ERROR(staged->Prepare(*store, observation.capacity));
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

}  // namespace

Result<WriteOutcome> ItemWriter::Write(const ItemWrite& write) {
  SharedGateLock gate(&write.table->write_gate());
  std::unique_ptr<WriteScratch> scratch = scratch_.Take();
  StagedWrite staged(write, &scratch->location);
  Result<WriteOutcome> outcome = [&]() -> Result<WriteOutcome> {
    STATOR_RETURN_IF_ERROR(staged.Locate(store_->partitions()));
    const KeyLock lock(locks_, scratch->location.key);
    STATOR_RETURN_IF_ERROR(staged.RefuseIfPrepared(locks_->prepared()));
    return WriteLocked(store_, observation_, &staged, scratch->batch.get());
  }();
  if (staged.new_bytes() <= kScratchItemBytes) scratch_.GiveBack(std::move(scratch));
  return outcome;
}

std::vector<Result<WriteOutcome>> ItemWriter::WriteEach(const std::vector<ItemWrite>& writes) {
  TableGates gates(writes);
  WriteGroup group(writes, store_, observation_);
  group.Locate();
  const KeyLocks locks(locks_, group.Keys());
  group.RefusePrepared(locks_->prepared());
  group.Prepare(observation_.capacity);
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

AtomicOutcome ItemWriter::WriteAll(const AtomicWrite& write) {
  return AtomicWriteRun(store_, locks_, observation_, write).Run();
}

}  // namespace stator
