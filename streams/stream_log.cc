#include "streams/stream_log.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "kv/partition/partition_map.h"
#include "streams/change_record.h"
#include "streams/stream_names.h"

namespace stator {
namespace {

// A larger buffer is not kept for later changes.
constexpr size_t kKeptBufferBytes = 64 * 1024;
constexpr int64_t kMicrosPerMilli = 1'000;

bool HasStream(const TableSchema* schema) {
  return schema != nullptr && schema->stream_view != StreamViewType::kNone;
}

// A table from before partitions were stored is one with id 0.
std::vector<PartitionRange> PartitionsOf(const TableSchema& schema) {
  return schema.partitions.empty() ? std::vector<PartitionRange>(1) : schema.partitions;
}

// The position of the partition that holds the first key of another map's partition.
size_t Covering(const std::vector<PartitionRange>& partitions, const PartitionRange& other) {
  const auto after = std::upper_bound(
      partitions.begin(), partitions.end(), other,
      [](const PartitionRange& a, const PartitionRange& b) { return a.first_key < b.first_key; });
  return after == partitions.begin() ? 0 : static_cast<size_t>(after - partitions.begin()) - 1;
}

const OpenShard* FindOpen(const std::vector<OpenShard>& shards, uint32_t partition_id) {
  const auto it = std::find_if(shards.begin(), shards.end(), [&](const OpenShard& shard) {
    return shard.partition_id == partition_id;
  });
  return it == shards.end() ? nullptr : &*it;
}

bool Contains(const std::vector<OpenShard>& shards, uint32_t number) {
  return std::any_of(shards.begin(), shards.end(),
                     [&](const OpenShard& shard) { return shard.number == number; });
}

StreamInfo DescribeNew(const TableSchema& schema, int64_t created_micros) {
  StreamInfo stream;
  stream.id = NewestStream(schema);
  stream.space = schema.space;
  stream.table_name = schema.name;
  stream.label = schema.stream_label;
  stream.view = schema.stream_view;
  stream.hash_key = schema.keys.hash.front().name;
  if (!schema.keys.range.empty()) stream.range_key = schema.keys.range.front().name;
  stream.created_micros = created_micros;
  return stream;
}

}  // namespace

Status StreamLog::OnChange(const ItemChange& change, WriteBatch* batch) {
  const TableSchema& schema = change.schema;
  const size_t i = PartitionIndex(schema.partitions, change.location.key);
  if (i >= schema.open_shards.size()) {
    return InternalError("a partition of a table with a stream has no shard");
  }
  thread_local std::string record;
  record.clear();
  AppendChange(schema.stream_view, change, &record);
  const ChangeKey key(NewestStream(schema), schema.open_shards[i].number, change.number);
  batch->Put(kStreamsFamily, key.bytes(), record);
  if (record.capacity() > kKeptBufferBytes) std::string().swap(record);
  return OkStatus();
}

Status StreamLog::OnSchemaChange(const TableSchema* before, TableSchema* after, WriteBatch* batch) {
  if (!HasStream(before) && !HasStream(after)) return OkStatus();
  if (HasStream(before) && HasStream(after)) {
    if (before->stream_view != after->stream_view) {
      return InternalError("the view of an enabled stream does not change");
    }
    if (before->partitions == after->partitions && before->open_shards == after->open_shards) {
      return OkStatus();
    }
  }
  STATOR_ASSIGN_OR_RETURN(const ChangeTicket ticket, numbers_->Take(1));
  const Turn turn{batch, clock_->WallMicros(), ticket.first()};
  if (!HasStream(before)) return Begin(turn, after);
  if (HasStream(after)) return MoveShards(turn, *before, after);
  STATOR_RETURN_IF_ERROR(End(turn, *before));
  if (after != nullptr) after->open_shards.clear();
  return OkStatus();
}

// Two streams of one table never share a label, also where the table was dropped and made again
// within the same millisecond.
Status StreamLog::Begin(const Turn& turn, TableSchema* schema) const {
  STATOR_ASSIGN_OR_RETURN(const int64_t newest_micros, NewestCreation(*schema));
  const int64_t next_millis = newest_micros / kMicrosPerMilli + 1;
  const int64_t created_micros = std::max(turn.now_micros, next_millis * kMicrosPerMilli);
  schema->stream_label = StreamLabel(created_micros);
  ++schema->stream_number;
  schema->next_shard_number = 0;
  schema->open_shards.clear();
  const StreamInfo stream = DescribeNew(*schema, created_micros);
  turn.batch->Put(kStreamsFamily, StreamKey(stream.space, stream.table_name, stream.label),
                  EncodeStream(stream));
  for (const PartitionRange& partition : PartitionsOf(*schema)) {
    OpenShardFor(turn, partition, std::nullopt, schema);
  }
  return OkStatus();
}

Status StreamLog::End(const Turn& turn, const TableSchema& schema) const {
  for (const OpenShard& shard : schema.open_shards) {
    STATOR_RETURN_IF_ERROR(CloseShard(turn, schema, shard.number));
  }
  const std::string key = StreamKey(schema.space, schema.name, schema.stream_label);
  PinnedValue value;
  STATOR_RETURN_IF_ERROR(store_->Get(kStreamsFamily, key, &value));
  STATOR_ASSIGN_OR_RETURN(StreamInfo stream, DecodeStream(value.bytes()));
  stream.disabled_micros = turn.now_micros;
  turn.batch->Put(kStreamsFamily, key, EncodeStream(stream));
  return OkStatus();
}

Status StreamLog::MoveShards(const Turn& turn, const TableSchema& before,
                             TableSchema* after) const {
  const std::vector<PartitionRange> old_partitions = PartitionsOf(before);
  if (before.open_shards.size() != old_partitions.size()) {
    return CorruptionError("a table's open shards are not those of its partitions");
  }
  const std::vector<OpenShard> kept = std::exchange(after->open_shards, {});
  for (const PartitionRange& partition : PartitionsOf(*after)) {
    if (const OpenShard* shard = FindOpen(kept, partition.id)) {
      after->open_shards.push_back(*shard);
      continue;
    }
    const OpenShard& parent = before.open_shards[Covering(old_partitions, partition)];
    OpenShardFor(turn, partition, ShardParent{parent.number, parent.opened_micros}, after);
  }
  for (const OpenShard& shard : before.open_shards) {
    if (Contains(after->open_shards, shard.number)) continue;
    STATOR_RETURN_IF_ERROR(CloseShard(turn, before, shard.number));
  }
  return OkStatus();
}

void StreamLog::OpenShardFor(const Turn& turn, const PartitionRange& partition,
                             const std::optional<ShardParent>& parent, TableSchema* schema) const {
  ShardInfo shard;
  shard.number = schema->next_shard_number++;
  shard.parent = parent;
  shard.partition_id = partition.id;
  shard.opened_micros = turn.now_micros;
  shard.first_number = turn.number + 1;
  turn.batch->Put(kStreamsFamily, ShardKey(NewestStream(*schema), shard.number),
                  EncodeShard(shard));
  schema->open_shards.push_back({shard.number, partition.id, shard.opened_micros});
}

Status StreamLog::CloseShard(const Turn& turn, const TableSchema& schema, uint32_t number) const {
  const std::string key = ShardKey(NewestStream(schema), number);
  PinnedValue value;
  STATOR_RETURN_IF_ERROR(store_->Get(kStreamsFamily, key, &value));
  STATOR_ASSIGN_OR_RETURN(ShardInfo shard, DecodeShard(number, value.bytes()));
  shard.closed_micros = turn.now_micros;
  shard.last_number = turn.number;
  turn.batch->Put(kStreamsFamily, key, EncodeShard(shard));
  return OkStatus();
}

Result<int64_t> StreamLog::NewestCreation(const TableSchema& schema) const {
  ReadOptions options;
  options.reverse = true;
  const auto cursor =
      store_->NewCursor(kStreamsFamily, StreamsOfTable(schema.space, schema.name), options);
  if (!cursor->Valid()) {
    STATOR_RETURN_IF_ERROR(cursor->status());
    return 0;
  }
  STATOR_ASSIGN_OR_RETURN(const StreamInfo stream, DecodeStream(cursor->value()));
  return stream.created_micros;
}

}  // namespace stator
