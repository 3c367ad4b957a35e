#include "kv/table/free_keys_job.h"

#include <utility>

#include "kv/codec/key_codec.h"

namespace stator {
namespace {

// Up to so many keys are deleted one by one, in one batch. A range deletion is kept for more: each
// leaves a mark that reads have to look at until a compaction, and a compaction costs a flush.
constexpr size_t kSmallKeys = 1'000;

class FreeKeysJob final : public BackgroundJob {
 public:
  FreeKeysJob(Store* store, DroppedIds dropped) : store_(store), dropped_(std::move(dropped)) {}

  // First tries the small way for all; then a range deletion and a compaction per id and family.
  Result<JobStep> Step() override {
    if (!looked_) {
      looked_ = true;
      return DeleteIfSmall();
    }
    if (id_index_ == dropped_.ids.size()) return Finish();
    STATOR_RETURN_IF_ERROR(FreeRange(FamilyNumber(family_), dropped_.ids[id_index_]));
    if (++family_ == families()) {
      family_ = 0;
      ++id_index_;
    }
    return JobStep::Again();
  }

 private:
  // Keys that begin with an id are in the expiry index and in every partition.
  uint32_t families() const { return store_->partitions() + 1; }
  static Family FamilyNumber(uint32_t i) { return i == 0 ? kTtlFamily : PartitionFamily(i - 1); }

  Result<JobStep> DeleteIfSmall() {
    const std::unique_ptr<WriteBatch> batch = store_->NewBatch();
    size_t keys = 0;
    for (const uint32_t id : dropped_.ids) {
      for (uint32_t family = 0; family < families(); ++family) {
        STATOR_RETURN_IF_ERROR(DeleteKeys(FamilyNumber(family), id, &keys, batch.get()));
        if (keys > kSmallKeys) return JobStep::Again();
      }
    }
    batch->Delete(kCatalogFamily, DroppedRecordKey(dropped_.id));
    STATOR_RETURN_IF_ERROR(store_->Commit(*batch).status());
    return JobStep::Done();
  }

  Status DeleteKeys(Family family, uint32_t id, size_t* keys, WriteBatch* batch) const {
    ReadOptions options;
    options.fill_cache = false;
    const auto cursor = store_->NewCursor(family, KeysOfId(id), options);
    for (; cursor->Valid() && *keys <= kSmallKeys; cursor->Next(), ++*keys) {
      batch->Delete(family, cursor->key());
    }
    return cursor->status();
  }

  Status FreeRange(Family family, uint32_t id) const {
    const KeyRange range = KeysOfId(id);
    if (!store_->NewCursor(family, range, {})->Valid()) return OkStatus();
    const std::unique_ptr<WriteBatch> batch = store_->NewBatch();
    batch->DeleteRange(family, range.begin, range.end);
    STATOR_RETURN_IF_ERROR(store_->Commit(*batch).status());
    return store_->CompactRange(family, range);
  }

  Result<JobStep> Finish() const {
    const std::unique_ptr<WriteBatch> batch = store_->NewBatch();
    batch->Delete(kCatalogFamily, DroppedRecordKey(dropped_.id));
    STATOR_RETURN_IF_ERROR(store_->Commit(*batch).status());
    return JobStep::Done();
  }

  Store* const store_;
  const DroppedIds dropped_;
  bool looked_ = false;
  size_t id_index_ = 0;
  uint32_t family_ = 0;
};

}  // namespace

KeyRange KeysOfId(uint32_t id) {
  std::string prefix;
  AppendBigEndian32(id, &prefix);
  return {prefix, PrefixSuccessor(prefix)};
}

std::unique_ptr<BackgroundJob> NewFreeKeysJob(Store* store, DroppedIds dropped) {
  return std::make_unique<FreeKeysJob>(store, std::move(dropped));
}

}  // namespace stator
