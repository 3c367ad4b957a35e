// Reads streams: which there are, their shards, and the changes in a shard.
//
// A reader sees a change only once every change with a lower number is settled
// (ChangeNumbers::SettledBelow), so what it has read of a shard never grows in the middle. What is
// older than 24 hours is gone for it at once, whether or not the background has removed it.
//
// Threads: any. Cheap to copy. Everything given must outlive it. Changes hold their own bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kv/base/clock.h"
#include "kv/base/status.h"
#include "kv/store/store.h"
#include "kv/table/change_numbers.h"
#include "streams/change_record.h"
#include "streams/stream_records.h"

namespace stator {

// A change that was read.
struct StreamChange {
  uint64_t number = 0;
  Item key;
  ChangeKind kind = ChangeKind::kInsert;
  WriteOrigin origin = WriteOrigin::kUser;
  int64_t micros = 0;
  std::optional<Item> new_image;
  std::optional<Item> old_image;

  // What AWS counts as SizeBytes: key and images as the view shows them.
  size_t SizeBytes() const;
};

Result<StreamChange> ReadChange(const StreamInfo& stream, uint64_t number, std::string_view bytes);

struct ChangePage {
  std::vector<StreamChange> changes;
  uint64_t next = 0;    // where to read on
  bool at_end = false;  // the shard is closed and read to its end
};

struct PageLimits {
  size_t changes = 1'000;
  size_t bytes = 1 << 20;  // SizeBytes; a single larger change is a page of its own
};

class StreamReader {
 public:
  StreamReader(const Store* store, const ChangeNumbers* numbers, const Clock* clock)
      : store_(store), numbers_(numbers), clock_(clock) {}

  // kNotFound when there is none, or it was disabled over 24 hours ago.
  Result<StreamInfo> Find(std::string_view space, std::string_view table_name,
                          std::string_view label) const;
  // Streams of the space, by table name and label, at most `limit`.
  struct ListFrom {
    std::optional<std::string> table_name;  // only its streams
    // Only those behind this one, which need not be there any more.
    std::optional<std::pair<std::string, std::string>> after;  // table name, label
  };
  Result<std::vector<StreamInfo>> List(std::string_view space, const ListFrom& from,
                                       size_t limit) const;

  // Shards that can be read, in the order of opening, from the one with that number on.
  Result<std::vector<ShardInfo>> Shards(const StreamInfo& stream, uint32_t from = 0) const;
  // With those that are too old to be read and not removed yet.
  Result<std::vector<ShardInfo>> ShardsOnDisk(const StreamInfo& stream, uint32_t from = 0) const;
  // kNotFound when there is none, or it was closed over 24 hours ago.
  Result<ShardInfo> FindShard(const StreamInfo& stream, uint32_t number) const;

  // Positions in a shard are change numbers: a position lies before the change of that number.
  // Before the oldest change that is not too old; the shard's first number when none is too old.
  Result<uint64_t> OldestPosition(const StreamInfo& stream, const ShardInfo& shard) const;
  // Behind every change that was acknowledged before the call, unless a change with a lower number
  // is still under way; before every change that is acknowledged after it.
  uint64_t LatestPosition() const { return numbers_->SettledBelow(); }
  // Whether a change at or behind the position is already too old. Also kTrimmedData when the shard
  // is gone.
  Status CheckNotTrimmed(const StreamInfo& stream, uint32_t shard, uint64_t position) const;

  // kTrimmedData when the first change behind the position is too old, or the shard is gone. From
  // kTrimHorizon it reads whatever is young enough at the time of the call.
  static constexpr uint64_t kTrimHorizon = 0;  // no change has this number
  Result<ChangePage> Read(const StreamInfo& stream, uint32_t shard, uint64_t position,
                          const PageLimits& limits) const;

  // The stream's trim point: changes with lower numbers may have been removed, and some with the
  // number just below it was.
  Result<uint64_t> TrimmedBelow(const StreamInfo& stream) const;
  // Changes made before this moment are too old.
  int64_t OldestMicros() const { return clock_->WallMicros() - kStreamRetentionMicros; }
  uint64_t SettledBelow() const { return numbers_->SettledBelow(); }
  const Store& store() const { return *store_; }

 private:
  const Store* store_;
  const ChangeNumbers* numbers_;
  const Clock* clock_;
};

// kTrimmedData, in AWS's words.
Status TrimmedData();

}  // namespace stator
