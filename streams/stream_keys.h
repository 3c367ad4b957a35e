// The keys of the streams family. Layout: kv/FORMAT.md, "Streams family".
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "kv/store/store.h"

namespace stator {

// A stream is the n-th that a table has had (TableSchema::stream_number).
struct StreamId {
  uint32_t table_id = 0;
  uint32_t number = 0;
  bool operator==(const StreamId&) const = default;
};

// First byte of a key. On disk; never change.
enum class StreamsRecord : uint8_t {
  kStream = 0x01,   // · space · table name · label → StreamInfo (stream_records.h)
  kShard = 0x02,    // · stream · shard number → ShardInfo
  kChange = 0x03,   // · stream · shard number · change number → a change (change_record.h)
  kTrimmed = 0x04,  // · stream → the first change number that is not trimmed
};

std::string StreamKey(std::string_view space, std::string_view table_name, std::string_view label);
// Streams of one namespace by table name and label; of one table by label; all.
KeyRange StreamsOfSpace(std::string_view space);
KeyRange StreamsOfTable(std::string_view space, std::string_view table_name);
KeyRange AllStreams();

std::string ShardKey(const StreamId& stream, uint32_t shard);
KeyRange ShardsOf(const StreamId& stream);
KeyRange AllShards();
// Of any shard key: what it names. False when the bytes are no shard key.
bool ParseShardKey(std::string_view key, StreamId* stream, uint32_t* shard);

std::string TrimmedKey(const StreamId& stream);

// The key of a change, without an allocation.
class ChangeKey {
 public:
  ChangeKey(const StreamId& stream, uint32_t shard, uint64_t number);
  std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }
  std::string ToString() const { return std::string(bytes()); }

 private:
  std::array<char, 21> bytes_;
};
// Changes of the shard with numbers in [from, below); below > from.
KeyRange ChangesOf(const StreamId& stream, uint32_t shard, uint64_t from, uint64_t below);
// All changes of the shard.
KeyRange ChangesOf(const StreamId& stream, uint32_t shard);
// The number in the key of a change, which must be one.
uint64_t ChangeNumberOf(std::string_view change_key);

}  // namespace stator
