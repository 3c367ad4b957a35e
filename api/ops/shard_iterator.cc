#include "api/ops/shard_iterator.h"

#include "api/json/base64.h"
#include "kv/codec/key_codec.h"

namespace stator::api {
namespace {

constexpr std::string_view kSeparator = "|1|";
constexpr char kVersion = 1;
constexpr size_t kSealAt = 1 + 4 + 8 + 8;
constexpr size_t kPayloadBytes = kSealAt + 8;

Result<uint64_t> SealOf(std::string_view arn, const StreamId& stream, std::string_view payload,
                        TokenSeal* seal) {
  std::string sealed(arn);
  AppendBigEndian32(stream.table_id, &sealed);
  AppendBigEndian32(stream.number, &sealed);
  sealed.append(payload.substr(0, kSealAt));
  return seal->Of(sealed);
}

}  // namespace

Status InvalidShardIterator() { return ValidationError("Invalid ShardIterator"); }

Result<std::string> EncodeShardIterator(std::string_view stream_arn, const StreamId& stream,
                                        const ShardIterator& iterator, TokenSeal* seal) {
  std::string payload(1, kVersion);
  AppendBigEndian32(iterator.shard, &payload);
  AppendBigEndian64(iterator.position, &payload);
  AppendBigEndian64(static_cast<uint64_t>(iterator.made_micros), &payload);
  STATOR_ASSIGN_OR_RETURN(const uint64_t sealed, SealOf(stream_arn, stream, payload, seal));
  AppendBigEndian64(sealed, &payload);
  std::string token(stream_arn);
  token.append(kSeparator);
  json::AppendBase64(payload, &token);
  return token;
}

std::string_view ArnOfShardIterator(std::string_view token) {
  const size_t at = token.find(kSeparator);
  return at == std::string_view::npos ? std::string_view() : token.substr(0, at);
}

Result<ShardIterator> DecodeShardIterator(std::string_view token, const StreamId& stream,
                                          TokenSeal* seal) {
  const std::string_view arn = ArnOfShardIterator(token);
  if (arn.empty()) return InvalidShardIterator();
  std::string payload;
  const Status decoded =
      json::AppendBase64Decoded(token.substr(arn.size() + kSeparator.size()), &payload);
  if (!decoded.ok() || payload.size() != kPayloadBytes || payload.front() != kVersion) {
    return InvalidShardIterator();
  }
  const std::string_view bytes = payload;
  STATOR_ASSIGN_OR_RETURN(const uint64_t sealed, SealOf(arn, stream, bytes, seal));
  if (ReadBigEndian64(bytes.substr(kSealAt)) != sealed) return InvalidShardIterator();
  ShardIterator iterator;
  iterator.shard = ReadBigEndian32(bytes.substr(1));
  iterator.position = ReadBigEndian64(bytes.substr(5));
  iterator.made_micros = static_cast<int64_t>(ReadBigEndian64(bytes.substr(13)));
  return iterator;
}

}  // namespace stator::api
