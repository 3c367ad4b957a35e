#include "ttl/transition_jobs.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kv/table/item_reader.h"
#include "ttl/expiry.h"
#include "ttl/expiry_index.h"
#include "ttl/expiry_key.h"

namespace stator::ttl {
namespace {

Result<JobStep> DoneUnlessFailed(const Status& status) {
  if (!status.ok() && status.code() != Code::kNotFound) return status;
  return JobStep::Done();
}

class IndexingJob final : public BackgroundJob {
 public:
  IndexingJob(const JobContext& context, std::shared_ptr<Table> table,
              int64_t enabled_not_before_micros, std::atomic<bool>* sweep_wanted)
      : context_(context),
        table_(std::move(table)),
        period_(table_->schema()->ttl),
        enabled_not_before_micros_(enabled_not_before_micros),
        sweep_wanted_(sweep_wanted) {}

  Result<JobStep> Step() override {
    if (!progress_loaded_) STATOR_RETURN_IF_ERROR(LoadProgress());
    if (walked_) return Enable();
    STATOR_ASSIGN_OR_RETURN(const std::vector<std::string> keys,
                            ReadKeyChunk(*context_.store, table_->id(), after_));
    if (keys.empty()) {
      walked_ = true;
      return JobStep::Again(enabled_not_before_micros_);
    }
    return IndexChunk(keys);
  }

 private:
  bool Continues(const TableSchema& schema) const {
    return schema.status != ResourceStatus::kDeleting && IsSamePeriod(schema.ttl, period_) &&
           schema.ttl.status == TtlStatus::kEnabling;
  }

  Status LoadProgress() {
    PinnedValue progress;
    const Status status =
        context_.store->Get(kTtlFamily, IndexingProgressKey(table_->id()), &progress);
    if (!status.ok() && status.code() != Code::kNotFound) return status;
    if (status.ok()) after_ = progress.bytes();
    progress_loaded_ = true;
    return OkStatus();
  }

  Result<JobStep> IndexChunk(const std::vector<std::string>& keys) {
    SharedGateLock gate(&table_->write_gate());
    if (!Continues(*table_->schema())) return JobStep::Done();
    KeyLocks locks(context_.locks, std::vector<std::string_view>(keys.begin(), keys.end()));
    // A transaction that has decided writes without the lock: what is read here may be gone then.
    if (context_.locks->prepared().ContainsAny(keys)) return JobStep::Pause(kPreparedRetryMicros);
    const std::unique_ptr<WriteBatch> batch = context_.store->NewBatch();
    for (const std::string& key : keys) STATOR_RETURN_IF_ERROR(AddEntry(key, batch.get()));
    batch->Put(kTtlFamily, IndexingProgressKey(table_->id()), keys.back());
    STATOR_RETURN_IF_ERROR(context_.store->Commit(*batch).status());
    after_ = keys.back();
    return JobStep::Again();
  }

  Status AddEntry(const std::string& key, WriteBatch* batch) const {
    PinnedItem item;
    const Status status = ReadItemAt(*context_.store, key, nullptr, &item);
    if (status.code() == Code::kNotFound) return OkStatus();
    STATOR_RETURN_IF_ERROR(status);
    const std::optional<int64_t> expiry = ExpirySeconds(item.view(), period_.attribute);
    if (expiry.has_value()) batch->Put(kTtlFamily, ExpiryKey(key, *expiry), {});
    return OkStatus();
  }

  Result<JobStep> Enable() const {
    const Status status = context_.catalog->Update(
        table_.get(),
        [&](TableSchema* schema) {
          if (!Continues(*schema)) return Status(Code::kNotFound, "");
          schema->ttl.status = TtlStatus::kEnabled;
          return OkStatus();
        },
        [&](WriteBatch* batch) { batch->Delete(kTtlFamily, IndexingProgressKey(table_->id())); });
    if (status.ok()) sweep_wanted_->store(true, std::memory_order_relaxed);
    return DoneUnlessFailed(status);
  }

  const JobContext context_;
  const std::shared_ptr<Table> table_;
  const TtlSetting period_;
  const int64_t enabled_not_before_micros_;
  std::atomic<bool>* const sweep_wanted_;
  bool progress_loaded_ = false;
  bool walked_ = false;
  std::string after_;  // full key of the last item that was looked at
};

class DisabledJob final : public BackgroundJob {
 public:
  DisabledJob(const JobContext& context, std::shared_ptr<Table> table, int64_t not_before_micros)
      : context_(context), table_(std::move(table)), not_before_micros_(not_before_micros) {}

  Result<JobStep> Step() override {
    if (context_.clock->MonotonicMicros() < not_before_micros_) {
      return JobStep::Again(not_before_micros_);
    }
    return DoneUnlessFailed(context_.catalog->Update(table_.get(), [](TableSchema* schema) {
      if (schema->ttl.status == TtlStatus::kDisabling) schema->ttl.status = TtlStatus::kDisabled;
      return OkStatus();
    }));
  }

 private:
  const JobContext context_;
  const std::shared_ptr<Table> table_;
  const int64_t not_before_micros_;
};

}  // namespace

std::unique_ptr<BackgroundJob> NewIndexingJob(const JobContext& context,
                                              std::shared_ptr<Table> table,
                                              int64_t enabled_not_before_micros,
                                              std::atomic<bool>* sweep_wanted) {
  return std::make_unique<IndexingJob>(context, std::move(table), enabled_not_before_micros,
                                       sweep_wanted);
}

std::unique_ptr<BackgroundJob> NewDisabledJob(const JobContext& context,
                                              std::shared_ptr<Table> table,
                                              int64_t not_before_micros) {
  return std::make_unique<DisabledJob>(context, std::move(table), not_before_micros);
}

}  // namespace stator::ttl
