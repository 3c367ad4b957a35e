#include "streams/stream_keys.h"

#include <cassert>

#include "kv/codec/key_codec.h"

namespace stator {
namespace {

constexpr size_t kShardKeyBytes = 1 + 4 + 4 + 4;
constexpr size_t kChangeNumberBytes = 8;

std::string KeyOfKind(StreamsRecord kind) { return std::string(1, static_cast<char>(kind)); }

std::string StreamPrefix(StreamsRecord kind, const StreamId& stream) {
  std::string key = KeyOfKind(kind);
  AppendBigEndian32(stream.table_id, &key);
  AppendBigEndian32(stream.number, &key);
  return key;
}

KeyRange WithPrefix(std::string prefix) {
  std::string end = PrefixSuccessor(prefix);
  return {std::move(prefix), std::move(end)};
}

void AppendText(std::string_view text, std::string* key) {
  AppendKeyPart(ValueView(AttributeType::kString, text), key);
}

char* Write(uint64_t value, int bytes, char* out) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    *out++ = static_cast<char>(value >> shift);
  }
  return out;
}

}  // namespace

std::string StreamKey(std::string_view space, std::string_view table_name, std::string_view label) {
  std::string key = KeyOfKind(StreamsRecord::kStream);
  AppendText(space, &key);
  AppendText(table_name, &key);
  key.append(label);
  return key;
}

KeyRange StreamsOfSpace(std::string_view space) {
  std::string prefix = KeyOfKind(StreamsRecord::kStream);
  AppendText(space, &prefix);
  return WithPrefix(std::move(prefix));
}

KeyRange StreamsOfTable(std::string_view space, std::string_view table_name) {
  return WithPrefix(StreamKey(space, table_name, ""));
}

KeyRange AllStreams() { return WithPrefix(KeyOfKind(StreamsRecord::kStream)); }

std::string ShardKey(const StreamId& stream, uint32_t shard) {
  std::string key = StreamPrefix(StreamsRecord::kShard, stream);
  AppendBigEndian32(shard, &key);
  return key;
}

KeyRange ShardsOf(const StreamId& stream) {
  return WithPrefix(StreamPrefix(StreamsRecord::kShard, stream));
}

KeyRange AllShards() { return WithPrefix(KeyOfKind(StreamsRecord::kShard)); }

bool ParseShardKey(std::string_view key, StreamId* stream, uint32_t* shard) {
  if (key.size() != kShardKeyBytes || key[0] != static_cast<char>(StreamsRecord::kShard)) {
    return false;
  }
  stream->table_id = ReadBigEndian32(key.substr(1));
  stream->number = ReadBigEndian32(key.substr(5));
  *shard = ReadBigEndian32(key.substr(9));
  return true;
}

std::string TrimmedKey(const StreamId& stream) {
  return StreamPrefix(StreamsRecord::kTrimmed, stream);
}

ChangeKey::ChangeKey(const StreamId& stream, uint32_t shard, uint64_t number) {
  char* out = bytes_.data();
  *out++ = static_cast<char>(StreamsRecord::kChange);
  out = Write(stream.table_id, 4, out);
  out = Write(stream.number, 4, out);
  out = Write(shard, 4, out);
  Write(number, kChangeNumberBytes, out);
}

KeyRange ChangesOf(const StreamId& stream, uint32_t shard, uint64_t from, uint64_t below) {
  assert(from < below);
  return {ChangeKey(stream, shard, from).ToString(), ChangeKey(stream, shard, below).ToString()};
}

KeyRange ChangesOf(const StreamId& stream, uint32_t shard) {
  std::string prefix = ChangeKey(stream, shard, 0).ToString();
  prefix.resize(prefix.size() - kChangeNumberBytes);
  return WithPrefix(std::move(prefix));
}

uint64_t ChangeNumberOf(std::string_view change_key) {
  return ReadBigEndian64(change_key.substr(change_key.size() - kChangeNumberBytes));
}

}  // namespace stator
