#include "kv/table/atomic_write_run.h"

#include <optional>
#include <string>
#include <utility>

namespace stator {

Status TransactionConflict() {
  return Status(Code::kTransactionConflict, "Transaction is ongoing for the item");
}

AtomicOutcome AtomicWriteRun::Run() {
  if (write_.conflicts == ConflictMode::kFail && write_.between_phases) {
    AtomicOutcome refused = PrepareAndMark();
    if (!refused.status.ok()) return refused;
    write_.between_phases();
  }
  return PrepareAndCommit();
}

// The gates are not kept until the commit: a change of the schema that had to wait so long would
// keep every later writer of the table waiting behind it.
AtomicOutcome AtomicWriteRun::PrepareAndMark() {
  const TableGates gates(write_.writes);
  WriteGroup group(write_.writes, store_, observation_);
  if (!write_.refused.empty()) group.Refuse(write_.refused);
  group.Locate();
  const KeyLocks locks(locks_, group.Keys());
  if (!Prepare(&group)) return Refused(&group);
  marks_.Mark(group.Keys());
  return {};
}

AtomicOutcome AtomicWriteRun::PrepareAndCommit() {
  const TableGates gates(write_.writes);
  WriteGroup group(write_.writes, store_, observation_);
  if (!write_.refused.empty()) group.Refuse(write_.refused);
  group.Locate();
  std::optional<KeyLocks> locks(std::in_place, locks_, group.Keys());
  if (!Prepare(&group)) return Refused(&group);
  const Result<ChangeTicket> ticket = group.TakeNumbers();
  if (!ticket.ok()) return {ticket.status(), {}, {}};
  const std::unique_ptr<WriteBatch> batch = store_->NewBatch();
  const Status filled = Fill(&group, batch.get());
  if (!group.AllAccepted()) return Refused(&group);
  if (!filled.ok()) return {filled, {}, {}};
  if (write_.conflicts == ConflictMode::kFail) {
    if (marks_.empty()) marks_.Mark(group.Keys());
    locks.reset();  // from here on the marks keep others away
  }
  group.Commit(*batch);
  return Finished(&group);
}

bool AtomicWriteRun::Prepare(WriteGroup* group) const {
  const bool first_time = marks_.empty();
  if (first_time) group->RefusePrepared(locks_->prepared());
  group->Prepare(first_time ? observation_.capacity : nullptr);  // metered once
  return group->AllAccepted();
}

Status AtomicWriteRun::Fill(WriteGroup* group, WriteBatch* batch) const {
  group->Fill(batch);
  return write_.also ? write_.also(group->Sizes(), batch) : OkStatus();
}

AtomicOutcome AtomicWriteRun::Refused(WriteGroup* group) {
  return {Status(Code::kTransactionCanceled, ""), group->TakeStatuses(), {}};
}

AtomicOutcome AtomicWriteRun::Finished(WriteGroup* group) {
  AtomicOutcome outcome;
  for (Result<WriteOutcome>& one : group->TakeOutcomes()) {
    if (!one.ok()) return {one.status(), {}, {}};  // of the commit, the same for all
    outcome.outcomes.push_back(*std::move(one));
  }
  return outcome;
}

}  // namespace stator
