// The names by which clients know streams, shards and changes, in the forms that AWS gives them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "streams/stream_records.h"

namespace stator {

// "2015-05-11T21:21:33.291": UTC, milliseconds.
std::string StreamLabel(int64_t micros);

// "shardId-" · when it was opened, in milliseconds (20 digits) · "-" · its number (8 hex digits).
std::string ShardId(uint32_t number, int64_t opened_micros);
inline std::string ShardId(const ShardInfo& shard) {
  return ShardId(shard.number, shard.opened_micros);
}
// The number in a shard's id; none when it is not of that form. Whether there is such a shard, and
// whether it was opened then, is for the caller to see.
std::optional<uint32_t> ShardNumberOf(std::string_view shard_id);

// 21 digits, so that sorting them as strings sorts them as numbers: 10^20 + the change number.
std::string SequenceNumber(uint64_t change_number);
// None when it is not of that form.
std::optional<uint64_t> ChangeNumberOfSequence(std::string_view sequence_number);

// 32 hex digits, the same each time that the change is read, and different for different changes.
std::string EventId(const StreamInfo& stream, uint64_t change_number);

}  // namespace stator
