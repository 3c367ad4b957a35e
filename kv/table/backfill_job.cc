#include "kv/table/backfill_job.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kv/table/index_delta.h"
#include "kv/table/item_reader.h"

namespace stator {
namespace {

// Null: the index is not being filled (any more).
const IndexSchema* FindFilling(const TableSchema& schema, uint32_t index_id) {
  if (schema.status == ResourceStatus::kDeleting) return nullptr;
  for (const IndexSchema& index : schema.indexes) {
    if (index.id == index_id) return IsMaintained(index) && index.backfilling ? &index : nullptr;
  }
  return nullptr;
}

class BackfillJob final : public BackgroundJob {
 public:
  BackfillJob(const JobContext& context, std::shared_ptr<Table> table, uint32_t index_id,
              int64_t active_not_before_micros)
      : context_(context),
        table_(std::move(table)),
        index_id_(index_id),
        active_not_before_micros_(active_not_before_micros) {}

  Result<JobStep> Step() override {
    if (!progress_loaded_) STATOR_RETURN_IF_ERROR(LoadProgress());
    if (walked_) return Activate();
    STATOR_ASSIGN_OR_RETURN(const std::vector<std::string> keys,
                            ReadKeyChunk(*context_.store, table_->id(), after_));
    if (keys.empty()) {
      walked_ = true;
      return JobStep::Again(active_not_before_micros_);
    }
    return IndexChunk(keys);
  }

 private:
  Status LoadProgress() {
    PinnedValue progress;
    const Status status =
        context_.store->Get(kCatalogFamily, BackfillProgressKey(index_id_), &progress);
    if (!status.ok() && status.code() != Code::kNotFound) return status;
    if (status.ok()) after_ = progress.bytes();
    progress_loaded_ = true;
    return OkStatus();
  }

  Result<JobStep> IndexChunk(const std::vector<std::string>& keys) {
    SharedGateLock gate(&table_->write_gate());
    const std::shared_ptr<const TableSchema> schema = table_->schema();
    const IndexSchema* index = FindFilling(*schema, index_id_);
    if (index == nullptr) return JobStep::Done();
    const KeyLocks locks(context_.locks, std::vector<std::string_view>(keys.begin(), keys.end()));
    if (context_.locks->prepared().ContainsAny(keys)) return JobStep::Pause(kPreparedRetryMicros);
    const std::unique_ptr<WriteBatch> batch = context_.store->NewBatch();
    int64_t entries = 0;
    int64_t entry_bytes = 0;
    for (const std::string& key : keys) {
      STATOR_ASSIGN_OR_RETURN(const size_t added, AddEntry(*schema, *index, key, batch.get()));
      entries += added > 0 ? 1 : 0;
      entry_bytes += static_cast<int64_t>(added);
    }
    batch->Put(kCatalogFamily, BackfillProgressKey(index_id_), keys.back());
    const Status status = context_.store->Commit(*batch).status();
    if (status.code() == Code::kUnknown) table_->MarkCountersInexact();
    STATOR_RETURN_IF_ERROR(status);
    if (const auto counters = table_->counters(index_id_)) counters->Add(entries, entry_bytes);
    after_ = keys.back();
    return JobStep::Again();
  }

  // The size of the entry that was added; 0: the item is gone, has no entry, or a writer brought
  // it.
  Result<size_t> AddEntry(const TableSchema& schema, const IndexSchema& index,
                          const std::string& key, WriteBatch* batch) const {
    const Store& store = *context_.store;
    PinnedItem item;
    Status status = ReadItemAt(store, key, nullptr, &item);
    if (status.code() == Code::kNotFound) return size_t{0};
    STATOR_RETURN_IF_ERROR(status);
    const auto entry = IndexEntry::Make(schema, index, item.view(), store.partitions());
    if (!entry.has_value()) return size_t{0};
    const Family family = PartitionFamily(entry->location().partition);
    PinnedValue stored;
    status = store.Get(family, entry->location().key, &stored);
    if (status.code() != Code::kNotFound) return status.ok() ? Result<size_t>(0) : status;
    batch->Put(family, entry->location().key, entry->value());
    return entry->size_bytes();
  }

  Result<JobStep> Activate() const {
    const Status status = context_.catalog->Update(
        table_.get(),
        [&](TableSchema* schema) {
          if (FindFilling(*schema, index_id_) == nullptr) return Status(Code::kNotFound, "");
          for (IndexSchema& index : schema->indexes) {
            if (index.id != index_id_) continue;
            index.status = ResourceStatus::kActive;
            index.backfilling = false;
          }
          return OkStatus();
        },
        [&](WriteBatch* batch) { batch->Delete(kCatalogFamily, BackfillProgressKey(index_id_)); });
    if (!status.ok() && status.code() != Code::kNotFound) return status;
    return JobStep::Done();
  }

  const JobContext context_;
  const std::shared_ptr<Table> table_;
  const uint32_t index_id_;
  const int64_t active_not_before_micros_;
  bool progress_loaded_ = false;
  bool walked_ = false;
  std::string after_;  // full key of the last item that was indexed
};

}  // namespace

std::unique_ptr<BackgroundJob> NewBackfillJob(const JobContext& context,
                                              std::shared_ptr<Table> table, uint32_t index_id,
                                              int64_t active_not_before_micros) {
  return std::make_unique<BackfillJob>(context, std::move(table), index_id,
                                       active_not_before_micros);
}

}  // namespace stator
