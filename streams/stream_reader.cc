#include "streams/stream_reader.h"

#include <algorithm>
#include <utility>

namespace stator {
namespace {

// The names of the key's attributes, sorted.
std::vector<std::string> KeyNames(const StreamInfo& stream) {
  std::vector<std::string> names{stream.hash_key};
  if (!stream.range_key.empty()) names.push_back(stream.range_key);
  std::sort(names.begin(), names.end());
  return names;
}

size_t SizeOf(const std::optional<Item>& item) { return item ? item->SizeBytes() : 0; }

ReadOptions WithoutCaching() {
  ReadOptions options;
  options.fill_cache = false;
  return options;
}

// When the change under the cursor was made.
Result<int64_t> MicrosAt(const Cursor& cursor) {
  STATOR_ASSIGN_OR_RETURN(const ChangeView change, DecodeChange(cursor.value()));
  return change.micros;
}

Status NoSuchShard() {
  return Status(Code::kNotFound, "Requested resource not found: Shard does not exist");
}

}  // namespace

Status TrimmedData() {
  // Captured.
  return Status(Code::kTrimmedData, "The data you are trying to access has been trimmed");
}

size_t StreamChange::SizeBytes() const {
  return key.SizeBytes() + SizeOf(new_image) + SizeOf(old_image);
}

Result<StreamChange> ReadChange(const StreamInfo& stream, uint64_t number, std::string_view bytes) {
  STATOR_ASSIGN_OR_RETURN(ChangeView view, DecodeChange(bytes));
  StreamChange change;
  change.number = number;
  change.kind = view.kind;
  change.origin = view.origin;
  change.micros = view.micros;
  change.key = view.key ? Item(*view.key) : ProjectTopLevel(view.any(), KeyNames(stream));
  if (view.new_image) change.new_image.emplace(*view.new_image);
  change.old_image = std::move(view.old_image);
  return change;
}

Result<StreamInfo> StreamReader::Find(std::string_view space, std::string_view table_name,
                                      std::string_view label) const {
  PinnedValue value;
  STATOR_RETURN_IF_ERROR(store_->Get(kStreamsFamily, StreamKey(space, table_name, label), &value));
  STATOR_ASSIGN_OR_RETURN(StreamInfo stream, DecodeStream(value.bytes()));
  if (stream.ExpiredAt(clock_->WallMicros())) return Status(Code::kNotFound, "");
  return stream;
}

Result<std::vector<StreamInfo>> StreamReader::List(std::string_view space, const ListFrom& from,
                                                   size_t limit) const {
  KeyRange range =
      from.table_name ? StreamsOfTable(space, *from.table_name) : StreamsOfSpace(space);
  if (from.after) {
    // No key lies between a key and the key with a zero behind it.
    std::string begin = StreamKey(space, from.after->first, from.after->second);
    begin.push_back('\0');
    range.begin = std::max(range.begin, begin);
  }
  std::vector<StreamInfo> streams;
  if (range.begin >= range.end) return streams;
  const int64_t now_micros = clock_->WallMicros();
  const auto cursor = store_->NewCursor(kStreamsFamily, range, {});
  for (; cursor->Valid() && streams.size() < limit; cursor->Next()) {
    STATOR_ASSIGN_OR_RETURN(StreamInfo stream, DecodeStream(cursor->value()));
    if (!stream.ExpiredAt(now_micros)) streams.push_back(std::move(stream));
  }
  STATOR_RETURN_IF_ERROR(cursor->status());
  return streams;
}

Result<std::vector<ShardInfo>> StreamReader::Shards(const StreamInfo& stream, uint32_t from) const {
  STATOR_ASSIGN_OR_RETURN(std::vector<ShardInfo> shards, ShardsOnDisk(stream, from));
  const int64_t now_micros = clock_->WallMicros();
  std::erase_if(shards, [&](const ShardInfo& shard) { return shard.ExpiredAt(now_micros); });
  return shards;
}

Result<std::vector<ShardInfo>> StreamReader::ShardsOnDisk(const StreamInfo& stream,
                                                          uint32_t from) const {
  KeyRange range = ShardsOf(stream.id);
  range.begin = ShardKey(stream.id, from);
  std::vector<ShardInfo> shards;
  const auto cursor = store_->NewCursor(kStreamsFamily, range, {});
  for (; cursor->Valid(); cursor->Next()) {
    StreamId id;
    uint32_t number;
    if (!ParseShardKey(cursor->key(), &id, &number)) return CorruptionError("not a shard's key");
    STATOR_ASSIGN_OR_RETURN(ShardInfo shard, DecodeShard(number, cursor->value()));
    shards.push_back(std::move(shard));
  }
  STATOR_RETURN_IF_ERROR(cursor->status());
  return shards;
}

Result<ShardInfo> StreamReader::FindShard(const StreamInfo& stream, uint32_t number) const {
  PinnedValue value;
  const Status found = store_->Get(kStreamsFamily, ShardKey(stream.id, number), &value);
  if (found.code() == Code::kNotFound) return NoSuchShard();
  STATOR_RETURN_IF_ERROR(found);
  STATOR_ASSIGN_OR_RETURN(ShardInfo shard, DecodeShard(number, value.bytes()));
  if (shard.ExpiredAt(clock_->WallMicros())) return NoSuchShard();
  return shard;
}

// Times rise with the numbers, so the first change that is young enough is found by halving the
// range of numbers: some sixty short reads at the most, whatever the shard holds.
Result<uint64_t> StreamReader::OldestPosition(const StreamInfo& stream,
                                              const ShardInfo& shard) const {
  const int64_t oldest_micros = OldestMicros();
  const uint64_t below = SettledBelow();
  const auto cursor =
      store_->NewCursor(kStreamsFamily, ChangesOf(stream.id, shard.number), WithoutCaching());
  const auto old_at = [&](uint64_t number, uint64_t* found) -> Result<bool> {
    cursor->Seek(ChangeKey(stream.id, shard.number, number).bytes());
    if (!cursor->Valid()) {
      STATOR_RETURN_IF_ERROR(cursor->status());
      return false;
    }
    *found = ChangeNumberOf(cursor->key());
    STATOR_ASSIGN_OR_RETURN(const int64_t micros, MicrosAt(*cursor));
    return micros < oldest_micros;
  };
  uint64_t old_number = 0;  // a change that is too old
  STATOR_ASSIGN_OR_RETURN(const bool any_old, old_at(0, &old_number));
  if (!any_old) return shard.first_number;
  uint64_t end = std::max(below, old_number + 1);  // behind it nothing is too old
  while (old_number + 1 < end) {
    const uint64_t middle = old_number + (end - old_number) / 2;
    uint64_t found = middle;
    STATOR_ASSIGN_OR_RETURN(const bool old, old_at(middle, &found));
    if (old) {
      old_number = found;
    } else {
      end = middle;
    }
  }
  return old_number + 1;
}

Status StreamReader::CheckNotTrimmed(const StreamInfo& stream, uint32_t shard,
                                     uint64_t position) const {
  const Result<ShardInfo> found = FindShard(stream, shard);
  if (!found.ok()) {
    return found.status().code() == Code::kNotFound ? TrimmedData() : found.status();
  }
  KeyRange range = ChangesOf(stream.id, shard);
  range.begin = ChangeKey(stream.id, shard, position).ToString();
  const auto cursor = store_->NewCursor(kStreamsFamily, range, WithoutCaching());
  if (!cursor->Valid()) return cursor->status();
  STATOR_ASSIGN_OR_RETURN(const int64_t micros, MicrosAt(*cursor));
  return micros < OldestMicros() ? TrimmedData() : OkStatus();
}

// The watermark is taken first, then the state of the shard, then the changes. So a shard that is
// found closed has all its changes in what the cursor sees.
Result<ChangePage> StreamReader::Read(const StreamInfo& stream, uint32_t shard_number,
                                      uint64_t position, const PageLimits& limits) const {
  const uint64_t below = SettledBelow();
  const Result<ShardInfo> shard = FindShard(stream, shard_number);
  if (!shard.ok()) {
    return shard.status().code() == Code::kNotFound ? TrimmedData() : shard.status();
  }
  const bool from_horizon = position == kTrimHorizon;
  if (from_horizon) {
    STATOR_ASSIGN_OR_RETURN(position, OldestPosition(stream, *shard));
  }
  ChangePage page;
  page.next = std::max(position, below);
  page.at_end = shard->closed() && page.next > shard->last_number;
  if (position >= below) return page;
  const auto cursor = store_->NewCursor(
      kStreamsFamily, ChangesOf(stream.id, shard_number, position, below), WithoutCaching());
  const int64_t oldest_micros = OldestMicros();
  size_t bytes = 0;
  for (; cursor->Valid(); cursor->Next()) {
    const uint64_t number = ChangeNumberOf(cursor->key());
    STATOR_ASSIGN_OR_RETURN(StreamChange change, ReadChange(stream, number, cursor->value()));
    if (page.changes.empty() && change.micros < oldest_micros) {
      if (from_horizon) continue;
      return TrimmedData();
    }
    bytes += change.SizeBytes();
    const bool full =
        page.changes.size() == limits.changes || (!page.changes.empty() && bytes > limits.bytes);
    if (full) {
      page.next = number;
      page.at_end = false;
      break;
    }
    page.changes.push_back(std::move(change));
  }
  STATOR_RETURN_IF_ERROR(cursor->status());
  return page;
}

Result<uint64_t> StreamReader::TrimmedBelow(const StreamInfo& stream) const {
  PinnedValue value;
  const Status found = store_->Get(kStreamsFamily, TrimmedKey(stream.id), &value);
  if (found.code() == Code::kNotFound) return 0;
  STATOR_RETURN_IF_ERROR(found);
  return DecodeTrimmed(value.bytes());
}

}  // namespace stator
