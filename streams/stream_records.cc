#include "streams/stream_records.h"

#include "kv/codec/key_codec.h"
#include "kv/codec/tagged_fields.h"

namespace stator {
namespace {

constexpr char kVersion = 1;

// On disk; never change.
namespace stream_tag {
constexpr uint32_t kTableId = 1;
constexpr uint32_t kNumber = 2;
constexpr uint32_t kSpace = 3;
constexpr uint32_t kTableName = 4;
constexpr uint32_t kLabel = 5;
constexpr uint32_t kView = 6;
constexpr uint32_t kHashKey = 7;
constexpr uint32_t kRangeKey = 8;
constexpr uint32_t kCreatedMicros = 9;
constexpr uint32_t kDisabledMicros = 10;
constexpr uint32_t kPolicyDocument = 11;
constexpr uint32_t kPolicyRevision = 12;
}  // namespace stream_tag

namespace shard_tag {
constexpr uint32_t kParentNumber = 1;
constexpr uint32_t kParentOpenedMicros = 2;
constexpr uint32_t kPartitionId = 3;
constexpr uint32_t kOpenedMicros = 4;
constexpr uint32_t kFirstNumber = 5;
constexpr uint32_t kClosedMicros = 6;
constexpr uint32_t kLastNumber = 7;
}  // namespace shard_tag

bool HasVersion(std::string_view bytes) { return !bytes.empty() && bytes.front() == kVersion; }

ShardParent* ParentOf(ShardInfo* shard) {
  return shard->parent ? &*shard->parent : &shard->parent.emplace();
}

bool ReadStreamField(uint64_t tag, const FieldPayload& payload, StreamInfo* out) {
  switch (tag) {
    case stream_tag::kTableId: return payload.Read(&out->id.table_id);
    case stream_tag::kNumber: return payload.Read(&out->id.number);
    case stream_tag::kSpace: return payload.Read(&out->space);
    case stream_tag::kTableName: return payload.Read(&out->table_name);
    case stream_tag::kLabel: return payload.Read(&out->label);
    case stream_tag::kView:
      return payload.Read(StreamViewType::kNone, StreamViewType::kNewAndOldImages, &out->view);
    case stream_tag::kHashKey: return payload.Read(&out->hash_key);
    case stream_tag::kRangeKey: return payload.Read(&out->range_key);
    case stream_tag::kCreatedMicros: return payload.Read(&out->created_micros);
    case stream_tag::kDisabledMicros: return payload.Read(&out->disabled_micros);
    case stream_tag::kPolicyDocument: return payload.Read(&out->policy.document);
    case stream_tag::kPolicyRevision: return payload.Read(&out->policy.revision);
    default: return true;
  }
}

bool ReadShardField(uint64_t tag, const FieldPayload& payload, ShardInfo* out) {
  switch (tag) {
    case shard_tag::kParentNumber: return payload.Read(&ParentOf(out)->number);
    case shard_tag::kParentOpenedMicros: return payload.Read(&ParentOf(out)->opened_micros);
    case shard_tag::kPartitionId: return payload.Read(&out->partition_id);
    case shard_tag::kOpenedMicros: return payload.Read(&out->opened_micros);
    case shard_tag::kFirstNumber: return payload.Read(&out->first_number);
    case shard_tag::kClosedMicros: return payload.Read(&out->closed_micros);
    case shard_tag::kLastNumber: return payload.Read(&out->last_number);
    default: return true;
  }
}

}  // namespace

std::string EncodeStream(const StreamInfo& stream) {
  std::string bytes(1, kVersion);
  FieldWriter out(&bytes);
  out.Unsigned(stream_tag::kTableId, stream.id.table_id);
  out.Unsigned(stream_tag::kNumber, stream.id.number);
  out.Bytes(stream_tag::kSpace, stream.space);
  out.Bytes(stream_tag::kTableName, stream.table_name);
  out.Bytes(stream_tag::kLabel, stream.label);
  out.Enumerator(stream_tag::kView, stream.view);
  out.Bytes(stream_tag::kHashKey, stream.hash_key);
  out.Bytes(stream_tag::kRangeKey, stream.range_key);
  out.Signed(stream_tag::kCreatedMicros, stream.created_micros);
  out.Signed(stream_tag::kDisabledMicros, stream.disabled_micros);
  if (stream.policy != ResourcePolicy()) {
    out.Bytes(stream_tag::kPolicyDocument, stream.policy.document);
    out.Signed(stream_tag::kPolicyRevision, stream.policy.revision);
  }
  return bytes;
}

Result<StreamInfo> DecodeStream(std::string_view bytes) {
  StreamInfo stream;
  const auto read = [&stream](uint64_t tag, const FieldPayload& payload) {
    return ReadStreamField(tag, payload, &stream);
  };
  if (!HasVersion(bytes) || !ReadFields(bytes.substr(1), read)) {
    return CorruptionError("not the record of a stream");
  }
  return stream;
}

std::string EncodeShard(const ShardInfo& shard) {
  std::string bytes(1, kVersion);
  FieldWriter out(&bytes);
  if (shard.parent) {
    out.Unsigned(shard_tag::kParentNumber, shard.parent->number);
    out.Signed(shard_tag::kParentOpenedMicros, shard.parent->opened_micros);
  }
  out.Unsigned(shard_tag::kPartitionId, shard.partition_id);
  out.Signed(shard_tag::kOpenedMicros, shard.opened_micros);
  out.Unsigned(shard_tag::kFirstNumber, shard.first_number);
  if (shard.closed()) {
    out.Signed(shard_tag::kClosedMicros, shard.closed_micros);
    out.Unsigned(shard_tag::kLastNumber, shard.last_number);
  }
  return bytes;
}

Result<ShardInfo> DecodeShard(uint32_t number, std::string_view bytes) {
  ShardInfo shard;
  shard.number = number;
  const auto read = [&shard](uint64_t tag, const FieldPayload& payload) {
    return ReadShardField(tag, payload, &shard);
  };
  if (!HasVersion(bytes) || !ReadFields(bytes.substr(1), read)) {
    return CorruptionError("not the record of a shard");
  }
  return shard;
}

std::string EncodeTrimmed(uint64_t number) {
  std::string bytes;
  AppendBigEndian64(number, &bytes);
  return bytes;
}

Result<uint64_t> DecodeTrimmed(std::string_view bytes) {
  if (bytes.size() != 8) return CorruptionError("not the trim point of a stream");
  return ReadBigEndian64(bytes);
}

}  // namespace stator
