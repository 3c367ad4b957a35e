// What is stored of a stream and of its shards, and how long it is kept. Layout: kv/FORMAT.md,
// "Streams family".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kv/base/status.h"
#include "kv/model/resource_policy.h"
#include "kv/model/table_schema.h"
#include "streams/stream_keys.h"

namespace stator {

// How long changes, closed shards and disabled streams can be read. Source: the AWS page "Change
// data capture for DynamoDB Streams".
inline constexpr int64_t kStreamRetentionMicros = 24LL * 3600 * 1'000'000;

struct StreamInfo {
  StreamId id;
  std::string space;
  std::string table_name;
  std::string label;
  StreamViewType view = StreamViewType::kNone;
  std::string hash_key;   // attribute names of the table's key
  std::string range_key;  // "": the table has none
  int64_t created_micros = 0;
  int64_t disabled_micros = 0;  // 0: enabled
  ResourcePolicy policy;

  bool enabled() const { return disabled_micros == 0; }
  // Whether it is to be treated as gone, whether or not its records have been removed.
  bool ExpiredAt(int64_t now_micros) const {
    return !enabled() && disabled_micros + kStreamRetentionMicros <= now_micros;
  }
  bool operator==(const StreamInfo&) const = default;
};

struct ShardParent {
  uint32_t number = 0;
  int64_t opened_micros = 0;  // the parent's id can be told after the parent is trimmed
  bool operator==(const ShardParent&) const = default;
};

struct ShardInfo {
  uint32_t number = 0;  // within the stream, in the order of opening
  std::optional<ShardParent> parent;
  uint32_t partition_id = 0;
  int64_t opened_micros = 0;
  uint64_t first_number = 0;  // no change in it has a lower number
  int64_t closed_micros = 0;  // 0: open
  uint64_t last_number = 0;   // closed: no change in it has a higher number

  bool closed() const { return closed_micros != 0; }
  bool ExpiredAt(int64_t now_micros) const {
    return closed() && closed_micros + kStreamRetentionMicros <= now_micros;
  }
  bool operator==(const ShardInfo&) const = default;
};

std::string EncodeStream(const StreamInfo& stream);
Result<StreamInfo> DecodeStream(std::string_view bytes);

// The number is in the key.
std::string EncodeShard(const ShardInfo& shard);
Result<ShardInfo> DecodeShard(uint32_t number, std::string_view bytes);

// The value of a kTrimmed record.
std::string EncodeTrimmed(uint64_t number);
Result<uint64_t> DecodeTrimmed(std::string_view bytes);

}  // namespace stator
