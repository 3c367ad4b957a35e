#include "streams/stream_keeper.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "streams/stream_records.h"

namespace stator {
namespace {

// Records looked at in one step.
constexpr size_t kRecordsPerStep = 256;
constexpr size_t kTablesPerStep = 16;
// Up to so many changes are deleted one by one. A range deletion is kept for more: each leaves a
// mark that reads have to look at until a compaction.
constexpr size_t kSmallShard = 1'000;

class StreamKeeper final : public BackgroundJob {
 public:
  StreamKeeper(Store* store, Catalog* catalog, const Clock* clock)
      : store_(store), catalog_(catalog), clock_(clock) {}

  // A round is: old shards of all tables, then shards, then streams that can go.
  Result<JobStep> Step() override {
    switch (stage_) {
      case Stage::kBegin:
        round_micros_ = clock_->MonotonicMicros();
        tables_ = catalog_->All();
        stage_ = Stage::kAge;
        return JobStep::Again();
      case Stage::kAge: return AgeSome();
      case Stage::kTrimShards: return TrimSomeShards();
      case Stage::kTrimStreams: return TrimSomeStreams();
    }
    return InternalError("unknown stage");
  }

 private:
  enum class Stage { kBegin, kAge, kTrimShards, kTrimStreams };

  bool IsOld(const OpenShard& shard) const {
    return shard.opened_micros + kShardAgeMicros <= clock_->WallMicros();
  }

  Result<JobStep> AgeSome() {
    for (size_t i = 0; i < kTablesPerStep && !tables_.empty(); ++i) {
      const std::shared_ptr<Table> table = std::move(tables_.back());
      tables_.pop_back();
      STATOR_RETURN_IF_ERROR(Age(table.get()));
    }
    if (tables_.empty()) EnterStage(Stage::kTrimShards, AllShards());
    return JobStep::Again();
  }

  // Takes the old shards out of the schema; StreamLog closes them and opens their children.
  Status Age(Table* table) const {
    const std::shared_ptr<const TableSchema> schema = table->schema();
    const auto is_old = [this](const OpenShard& shard) { return IsOld(shard); };
    if (std::none_of(schema->open_shards.begin(), schema->open_shards.end(), is_old)) {
      return OkStatus();
    }
    const Status aged = catalog_->Update(table, [&](TableSchema* changed) {
      std::erase_if(changed->open_shards, is_old);
      return OkStatus();
    });
    return aged.code() == Code::kNotFound ? OkStatus() : aged;  // dropped meanwhile
  }

  Result<JobStep> TrimSomeShards() {
    const int64_t now_micros = clock_->WallMicros();
    const auto cursor = store_->NewCursor(kStreamsFamily, rest_, {});
    for (size_t i = 0; i < kRecordsPerStep && cursor->Valid(); ++i, cursor->Next()) {
      const std::string key(cursor->key());
      rest_.begin = key + '\0';
      StreamId stream;
      uint32_t number;
      if (!ParseShardKey(key, &stream, &number)) continue;
      STATOR_ASSIGN_OR_RETURN(const ShardInfo shard, DecodeShard(number, cursor->value()));
      if (!shard.ExpiredAt(now_micros)) continue;
      STATOR_RETURN_IF_ERROR(RemoveShard(stream, number));
      return JobStep::Again();
    }
    STATOR_RETURN_IF_ERROR(cursor->status());
    if (!cursor->Valid()) EnterStage(Stage::kTrimStreams, AllStreams());
    return JobStep::Again();
  }

  // In one batch the record of the shard, its changes, and the new trim point.
  Status RemoveShard(const StreamId& stream, uint32_t number) const {
    const KeyRange changes = ChangesOf(stream, number);
    const auto batch = store_->NewBatch();
    STATOR_RETURN_IF_ERROR(RaiseTrimPoint(stream, changes, batch.get()));
    STATOR_ASSIGN_OR_RETURN(const bool small, DeleteIfSmall(changes, batch.get()));
    if (!small) batch->DeleteRange(kStreamsFamily, changes.begin, changes.end);
    batch->Delete(kStreamsFamily, ShardKey(stream, number));
    STATOR_RETURN_IF_ERROR(store_->Commit(*batch).status());
    return small ? OkStatus() : store_->CompactRange(kStreamsFamily, changes);
  }

  Status RaiseTrimPoint(const StreamId& stream, const KeyRange& changes, WriteBatch* batch) const {
    ReadOptions options;
    options.reverse = true;
    const auto last = store_->NewCursor(kStreamsFamily, changes, options);
    if (!last->Valid()) return last->status();
    uint64_t below = ChangeNumberOf(last->key()) + 1;
    PinnedValue value;
    const Status found = store_->Get(kStreamsFamily, TrimmedKey(stream), &value);
    if (found.ok()) {
      STATOR_ASSIGN_OR_RETURN(const uint64_t before, DecodeTrimmed(value.bytes()));
      below = std::max(below, before);
    } else if (found.code() != Code::kNotFound) {
      return found;
    }
    batch->Put(kStreamsFamily, TrimmedKey(stream), EncodeTrimmed(below));
    return OkStatus();
  }

  // False, and deletions of some in the batch, when there are many.
  Result<bool> DeleteIfSmall(const KeyRange& changes, WriteBatch* batch) const {
    ReadOptions options;
    options.fill_cache = false;
    size_t count = 0;
    const auto cursor = store_->NewCursor(kStreamsFamily, changes, options);
    for (; cursor->Valid() && count < kSmallShard; cursor->Next(), ++count) {
      batch->Delete(kStreamsFamily, cursor->key());
    }
    STATOR_RETURN_IF_ERROR(cursor->status());
    return !cursor->Valid();
  }

  // A stream goes after its last shards, which were closed when it was disabled.
  Result<JobStep> TrimSomeStreams() {
    const int64_t now_micros = clock_->WallMicros();
    const auto cursor = store_->NewCursor(kStreamsFamily, rest_, {});
    const auto batch = store_->NewBatch();
    for (size_t i = 0; i < kRecordsPerStep && cursor->Valid(); ++i, cursor->Next()) {
      rest_.begin = std::string(cursor->key()) + '\0';
      STATOR_ASSIGN_OR_RETURN(const StreamInfo stream, DecodeStream(cursor->value()));
      if (!stream.ExpiredAt(now_micros)) continue;
      if (store_->NewCursor(kStreamsFamily, ShardsOf(stream.id), {})->Valid()) continue;
      batch->Delete(kStreamsFamily, cursor->key());
      batch->Delete(kStreamsFamily, TrimmedKey(stream.id));
    }
    STATOR_RETURN_IF_ERROR(cursor->status());
    if (!batch->empty()) STATOR_RETURN_IF_ERROR(store_->Commit(*batch).status());
    if (cursor->Valid()) return JobStep::Again();
    stage_ = Stage::kBegin;
    // From the beginning of the round: the clock may have been moved while it was under way.
    return JobStep::Again(round_micros_ + kStreamKeeperPeriodMicros);
  }

  void EnterStage(Stage stage, KeyRange records) {
    stage_ = stage;
    rest_ = std::move(records);
  }

  Store* const store_;
  Catalog* const catalog_;
  const Clock* const clock_;
  Stage stage_ = Stage::kBegin;
  int64_t round_micros_ = 0;                    // when it began
  std::vector<std::shared_ptr<Table>> tables_;  // left to look at
  KeyRange rest_;                               // records left to look at
};

}  // namespace

std::unique_ptr<BackgroundJob> NewStreamKeeper(Store* store, Catalog* catalog, const Clock* clock) {
  return std::make_unique<StreamKeeper>(store, catalog, clock);
}

}  // namespace stator
