#include "kv/table/staged_write.h"

#include <cassert>
#include <utility>

#include "kv/table/atomic_write.h"

namespace stator {
namespace {

size_t SizeOf(const std::optional<IndexEntry>& entry) {
  return entry.has_value() ? entry->size_bytes() : 0;
}

int64_t Difference(size_t after, size_t before) {
  return static_cast<int64_t>(after) - static_cast<int64_t>(before);
}

}  // namespace

Status StagedWrite::Locate(uint32_t partitions) {
  schema_ = write_.table->schema();
  if (schema_->status == ResourceStatus::kDeleting) {
    return Status(Code::kNotFound, "Requested resource not found");
  }
  LocateItemInto(*schema_, write_.key, partitions, location_);
  return OkStatus();
}

Status StagedWrite::ReadOld(const Store& store) {
  const Status status =
      store.Get(PartitionFamily(location_->partition), location_->key, &old_bytes_);
  if (status.code() == Code::kNotFound) return OkStatus();
  STATOR_RETURN_IF_ERROR(status);
  old_ = ItemView(old_bytes_.bytes());
  if (!old_.valid()) return CorruptionError("a stored item does not decode");
  had_old_ = true;
  return OkStatus();
}

Status StagedWrite::RefuseIfPrepared(const PreparedKeys& prepared) const {
  if (!prepared.Contains(location_->key)) return OkStatus();
  // Time to live comes back later by itself, and has nobody to tell.
  if (write_.origin != WriteOrigin::kTimeToLive) write_.table->events().CountConflict();
  return TransactionConflict();
}

Status StagedWrite::Prepare(const Store& store, const CapacityControl* capacity) {
  WriteAdmission admission(capacity, write_, location_->key);
  STATOR_RETURN_IF_ERROR(admission.CheckTable());
  STATOR_RETURN_IF_ERROR(ReadOld(store));
  const Status decided = ApplyDecision(store);
  if (decided.code() == Code::kConditionFailed) {
    admission.ChargeTable(old_bytes(), write_.key.SizeBytes());
    write_.table->events().CountConditionFailed();
  }
  STATOR_RETURN_IF_ERROR(decided);
  STATOR_RETURN_IF_ERROR(admission.CheckIndexes(deltas_));
  admission.ChargeTable(old_bytes(), new_bytes());
  admission.ChargeIndexes(deltas_);
  return OkStatus();
}

Status StagedWrite::ApplyDecision(const Store& store) {
  STATOR_ASSIGN_OR_RETURN(mutation_, write_.decide(old_item()));
  switch (mutation_->kind()) {
    case Mutation::Kind::kNone:
      has_new_ = had_old_;
      new_ = old_;
      return OkStatus();
    case Mutation::Kind::kDelete: has_new_ = false; break;
    case Mutation::Kind::kPut:
      has_new_ = true;
      new_ = mutation_->item();
      assert(new_.valid() && LocateItem(*schema_, new_, store.partitions()).key == location_->key);
      break;
  }
  changed_ = had_old_ != has_new_ || (has_new_ && old_.encoded() != new_.encoded());
  if (schema_->indexes.empty()) return OkStatus();
  return ComputeIndexDeltas(store, *schema_, old_item(), new_item(), &deltas_);
}

bool StagedWrite::IsObserved(const WriteObservation& observation) const {
  if (!changed_) return false;
  for (const WriteObserver* observer : observation.observers) {
    if (observer->Observes(*schema_)) return true;
  }
  return false;
}

Status StagedWrite::NotifyObservers(WriteBatch* batch, const WriteObservation& observation,
                                    uint64_t number) const {
  const ItemChange change{*schema_,     *location_, old_item(),
                          new_item(),   number,     observation.clock->WallMicros(),
                          write_.origin};
  for (WriteObserver* observer : observation.observers) {
    if (observer->Observes(*schema_)) STATOR_RETURN_IF_ERROR(observer->OnChange(change, batch));
  }
  return OkStatus();
}

Status StagedWrite::AddTo(WriteBatch* batch, const WriteObservation& observation,
                          uint64_t number) const {
  if (changed_) {
    const Family family = PartitionFamily(location_->partition);
    if (has_new_) {
      batch->Put(family, location_->key, new_.encoded());
    } else {
      batch->Delete(family, location_->key);
    }
    if (number != 0) STATOR_RETURN_IF_ERROR(NotifyObservers(batch, observation, number));
  }
  for (const IndexDelta& delta : deltas_) AddToBatch(delta, batch);
  return OkStatus();
}

void StagedWrite::Count() const {
  if (changed_) {
    write_.table->own_counters().Add(Difference(has_new_, had_old_),
                                     Difference(new_bytes(), old_bytes()));
  }
  for (const IndexDelta& delta : deltas_) {
    const std::shared_ptr<SizeCounters> counters = write_.table->counters(delta.index->id);
    if (counters == nullptr) continue;
    counters->Add(Difference(delta.new_entry.has_value(), delta.old_entry.has_value()),
                  Difference(SizeOf(delta.new_entry), SizeOf(delta.old_entry)));
  }
}

void StagedWrite::NoteFailure(const Status& status) const {
  if (status.code() == Code::kUnknown) write_.table->MarkCountersInexact();
}

WriteOutcome StagedWrite::TakeOutcome() {
  WriteOutcome outcome;
  outcome.old_bytes = old_bytes();
  outcome.new_bytes = new_bytes();
  outcome.unchanged = !changed_;
  if (write_.want_old && had_old_) outcome.old_item.emplace(old_);
  if (write_.want_new && has_new_) outcome.new_item.emplace(new_);
  outcome.indexes.reserve(deltas_.size());
  for (const IndexDelta& delta : deltas_) {
    outcome.indexes.push_back(ChangeOf(delta));
  }
  outcome.schema = std::move(schema_);
  return outcome;
}

}  // namespace stator
