#include "ttl/sweep_job.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "kv/table/atomic_write.h"
#include "kv/table/item_reader.h"
#include "kv/table/table_key.h"
#include "ttl/expiry.h"
#include "ttl/expiry_key.h"

namespace stator::ttl {
namespace {

// Items that are deleted together: they share a commit, and their locks are held until it is done.
constexpr size_t kChunkItems = 48;
// Tables that one step looks at when there is nothing to do for any of them.
constexpr size_t kTablesInAStep = 256;

// How far the sweep of one table has come.
struct Progress {
  TtlSetting period;
  // Everything before this second has been swept, but for what RecentExpiries knows of.
  int64_t swept_before = 0;
};

// A table's part of the round that is under way.
struct Lap {
  std::shared_ptr<Table> table;
  std::string next_key;            // "": from the beginning
  int64_t first_left = INT64_MAX;  // the earliest time of an item that had to be left
};

// What one chunk's read found.
struct Chunk {
  std::vector<ExpiryEntry> entries;  // one an item
  std::vector<Item> keys;            // of the same items
  std::string next_key;
  bool last = false;  // nothing more is due
};

class SweepJob final : public BackgroundJob {
 public:
  SweepJob(const SweepContext& context, const SweepOptions& options)
      : database_(context.database),
        recent_(context.recent),
        wanted_(context.wanted),
        counters_(context.counters),
        options_(options) {}

  bool IsWanted() const override { return wanted_->load(std::memory_order_relaxed); }

  Result<JobStep> Step() override {
    if (!in_round_) BeginRound();
    size_t items = 0;
    for (size_t i = 0; i < kTablesInAStep && items == 0 && !laps_.empty(); ++i) {
      STATOR_ASSIGN_OR_RETURN(items, SweepChunk(&laps_.front()));
      // The next table's turn.
      Lap lap = std::move(laps_.front());
      laps_.pop_front();
      if (!lap.next_key.empty()) laps_.push_back(std::move(lap));
    }
    in_round_ = !laps_.empty();
    // From the beginning of the round: what came due while it was under way, because the clock was
    // moved, is for the next.
    JobStep step =
        in_round_ ? JobStep::Again() : JobStep::Again(round_micros_ + options_.interval_micros);
    step.pause_micros = RestAfter(items);
    return step;
  }

 private:
  int64_t RestAfter(size_t items) const {
    const int64_t items_per_second = std::max<int64_t>(1, options_.items_per_second);
    return static_cast<int64_t>(items) * 1'000'000 / items_per_second;
  }

  void BeginRound() {
    wanted_->store(false, std::memory_order_relaxed);
    round_micros_ = database_->clock().MonotonicMicros();
    std::map<uint32_t, Progress> progress;
    for (std::shared_ptr<Table>& table : database_->catalog().All()) {
      const std::shared_ptr<const TableSchema> schema = table->schema();
      if (schema->ttl.status != TtlStatus::kEnabled) continue;
      const auto known = progress_.find(schema->id);
      const bool same = known != progress_.end() && known->second.period == schema->ttl;
      progress[schema->id] = same ? known->second : Progress{schema->ttl, 0};
      laps_.push_back({std::move(table), {}, INT64_MAX});
    }
    progress_ = std::move(progress);
    in_round_ = true;
  }

  // How many items were looked at. The lap's next_key is empty when the table is done.
  Result<size_t> SweepChunk(Lap* lap) {
    const int64_t now_seconds = database_->clock().WallSeconds();
    const std::shared_ptr<const TableSchema> schema = lap->table->schema();
    if (schema->ttl.status != TtlStatus::kEnabled) {
      lap->next_key.clear();
      return size_t{0};
    }
    if (lap->next_key.empty()) BeginLap(now_seconds, lap);
    STATOR_ASSIGN_OR_RETURN(const Chunk chunk, ReadChunk(*schema, now_seconds, lap->next_key));
    STATOR_RETURN_IF_ERROR(DeleteChunk(chunk, now_seconds, lap));
    lap->next_key = chunk.next_key;
    if (chunk.last) EndLap(now_seconds, lap);
    return chunk.entries.size();
  }

  void BeginLap(int64_t now_seconds, Lap* lap) {
    const uint32_t id = lap->table->id();
    const int64_t recent = recent_->TakeEarliest(id, database_->change_numbers().SettledBelow());
    const int64_t first =
        std::max(OldestSecond(now_seconds), std::min(progress_[id].swept_before, recent));
    lap->next_key = ExpiryRange(id, first, first).begin;
    // Until the lap is done its part of what was taken must not be lost.
    progress_[id].swept_before = std::min(progress_[id].swept_before, first);
  }

  void EndLap(int64_t now_seconds, Lap* lap) {
    progress_[lap->table->id()].swept_before = std::min(now_seconds + 1, lap->first_left);
    lap->next_key.clear();
  }

  Result<Chunk> ReadChunk(const TableSchema& schema, int64_t now_seconds,
                          const std::string& from) const {
    Chunk chunk;
    KeyRange range = ExpiryRange(schema.id, 0, now_seconds);
    range.begin = from;
    if (range.begin >= range.end) {
      chunk.last = true;
      return chunk;
    }
    ReadOptions options;
    options.fill_cache = false;
    const auto cursor = database_->store().NewCursor(kTtlFamily, range, options);
    std::unordered_set<std::string> seen;
    for (; cursor->Valid() && chunk.entries.size() < kChunkItems; cursor->Next()) {
      counters_->entries_read.fetch_add(1, std::memory_order_relaxed);
      std::optional<ExpiryEntry> entry = ReadExpiryKey(cursor->key());
      if (!entry.has_value())
        return CorruptionError("an entry of the expiry index does not decode");
      std::optional<Item> key = ItemOfKey(schema, entry->item_key);
      if (!key.has_value()) return CorruptionError("an entry of the expiry index has no item key");
      if (!seen.insert(entry->item_key).second) break;  // the keys of one group are distinct
      chunk.entries.push_back(*std::move(entry));
      chunk.keys.push_back(*std::move(key));
    }
    STATOR_RETURN_IF_ERROR(cursor->status());
    chunk.last = !cursor->Valid();
    if (!chunk.last) chunk.next_key = cursor->key();
    return chunk;
  }

  Status DeleteChunk(const Chunk& chunk, int64_t now_seconds, Lap* lap) {
    if (chunk.entries.empty()) return OkStatus();
    Table* const table = lap->table.get();
    // Looks at the item as it is under the lock. The schema cannot change meanwhile: the writer
    // holds the table's gate.
    const auto decide = [&](const ItemView* old_item) -> Result<Mutation> {
      const std::shared_ptr<const TableSchema> schema = table->schema();
      if (old_item == nullptr || schema->ttl.status != TtlStatus::kEnabled) return Mutation::None();
      const std::optional<int64_t> expiry = ExpirySeconds(*old_item, schema->ttl.attribute);
      const bool due = expiry.has_value() && IsDue(*expiry, now_seconds);
      return due ? Mutation::Delete() : Mutation::None();
    };
    std::vector<ItemWrite> writes;
    writes.reserve(chunk.keys.size());
    for (const Item& key : chunk.keys) {
      writes.push_back({table, key.view(), decide, false, false, WriteOrigin::kTimeToLive});
    }
    const auto outcomes = database_->writer().WriteEach(writes);
    for (size_t i = 0; i < outcomes.size(); ++i) {
      STATOR_RETURN_IF_ERROR(Conclude(chunk.entries[i], outcomes[i], lap));
    }
    return OkStatus();
  }

  Status Conclude(const ExpiryEntry& entry, const Result<WriteOutcome>& outcome, Lap* lap) {
    if (outcome.ok() && !outcome->unchanged) {
      counters_->items_deleted.fetch_add(1, std::memory_order_relaxed);
      lap->table->events().CountExpired();
      return OkStatus();
    }
    counters_->items_kept.fetch_add(1, std::memory_order_relaxed);
    const Status status = outcome.ok() ? RemoveIfStale(entry, lap->table.get()) : outcome.status();
    switch (status.code()) {
      case Code::kTransactionConflict:  // the next round finds it again
        lap->first_left = std::min(lap->first_left, entry.expiry_seconds);
        return OkStatus();
      case Code::kNotFound: return OkStatus();  // the table is gone
      default: return status;
    }
  }

  // An entry that does not belong to its item (any more) goes, so that it is not met for ever.
  Status RemoveIfStale(const ExpiryEntry& entry, Table* table) {
    SharedGateLock gate(&table->write_gate());
    const std::shared_ptr<const TableSchema> schema = table->schema();
    if (schema->ttl.status != TtlStatus::kEnabled) return OkStatus();
    KeyLock lock(&database_->locks(), entry.item_key);
    if (database_->locks().prepared().Contains(entry.item_key)) return TransactionConflict();
    Store& store = database_->store();
    const std::string key = ExpiryKey(entry.item_key, entry.expiry_seconds);
    PinnedValue stored;
    Status status = store.Get(kTtlFamily, key, &stored);
    if (status.code() == Code::kNotFound) return OkStatus();  // it went with its item
    STATOR_RETURN_IF_ERROR(status);
    PinnedItem item;
    status = ReadItemAt(store, entry.item_key, nullptr, &item);
    if (!status.ok() && status.code() != Code::kNotFound) return status;
    if (status.ok() && ExpirySeconds(item.view(), schema->ttl.attribute) == entry.expiry_seconds) {
      return OkStatus();
    }
    const std::unique_ptr<WriteBatch> batch = store.NewBatch();
    batch->Delete(kTtlFamily, key);
    STATOR_RETURN_IF_ERROR(store.Commit(*batch).status());
    counters_->stale_removed.fetch_add(1, std::memory_order_relaxed);
    return OkStatus();
  }

  Database* const database_;
  RecentExpiries* const recent_;
  std::atomic<bool>* const wanted_;
  SweepCounters* const counters_;
  const SweepOptions options_;
  std::map<uint32_t, Progress> progress_;
  bool in_round_ = false;
  int64_t round_micros_ = 0;  // when it began
  std::deque<Lap> laps_;      // what is left of the round, in the order of turns
};

}  // namespace

std::unique_ptr<BackgroundJob> NewSweepJob(const SweepContext& context,
                                           const SweepOptions& options) {
  return std::make_unique<SweepJob>(context, options);
}

}  // namespace stator::ttl
