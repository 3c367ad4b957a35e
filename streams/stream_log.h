// Writes the change log: one record for each change of an item of a table with a stream, in the
// item's own batch, and the shards that they lie in.
//
// A stream has one open shard per logical partition of its table (TableSchema::open_shards, which
// this class keeps). Shards open and close in the batch of the schema change that makes them do so:
// a stream that is enabled or disabled, a table that is dropped, a partition that is split, and a
// shard that another part took out of open_shards because of its age. No write of the table is
// under way then, so every change in a shard has a lower number than those in its children.
//
// Threads: any. It has no state of its own but what OnOpen brings.
#pragma once

#include <cstdint>
#include <optional>

#include "kv/base/clock.h"
#include "kv/base/status.h"
#include "kv/table/schema_observer.h"
#include "kv/table/write_observer.h"
#include "streams/stream_records.h"

namespace stator {

class StreamLog final : public WriteObserver, public SchemaObserver {
 public:
  // The clock must outlive this object.
  explicit StreamLog(const Clock* clock) : clock_(clock) {}

  bool Observes(const TableSchema& schema) const override {
    return schema.stream_view != StreamViewType::kNone;
  }
  Status OnChange(const ItemChange& change, WriteBatch* batch) override;

  void OnOpen(const Store* store, ChangeNumbers* numbers) override {
    store_ = store;
    numbers_ = numbers;
  }
  // Whoever enables a stream sets stream_view and nothing else; who disables it, likewise.
  Status OnSchemaChange(const TableSchema* before, TableSchema* after, WriteBatch* batch) override;

 private:
  // One change of a schema at work.
  struct Turn {
    WriteBatch* batch;
    int64_t now_micros;
    // Changes before the turn have lower numbers than this one, later ones have higher ones.
    uint64_t number;
  };

  Status Begin(const Turn& turn, TableSchema* schema) const;
  Status End(const Turn& turn, const TableSchema& schema) const;
  // The open shards of `before`, for the partitions of *after: the same where nothing changed.
  Status MoveShards(const Turn& turn, const TableSchema& before, TableSchema* after) const;
  void OpenShardFor(const Turn& turn, const PartitionRange& partition,
                    const std::optional<ShardParent>& parent, TableSchema* schema) const;
  Status CloseShard(const Turn& turn, const TableSchema& schema, uint32_t number) const;
  // When the newest stream of a table of that name was created; 0: there is none.
  Result<int64_t> NewestCreation(const TableSchema& schema) const;

  const Clock* const clock_;
  const Store* store_ = nullptr;
  ChangeNumbers* numbers_ = nullptr;
};

// The stream that the table has, or had last.
inline StreamId NewestStream(const TableSchema& schema) {
  return {schema.id, schema.stream_number};
}

}  // namespace stator
