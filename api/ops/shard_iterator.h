// The token that says where a reader is in a shard:
//
//   <stream ARN> "|1|" base64(version · shard · position · when it was made · seal)
//
// All numbers are big-endian. The seal is made of all of it and of the stream's own numbers, with a
// secret (kv/store/token_seal.h): who may call GetRecords and not GetShardIterator cannot make a
// token himself, nor a younger one of an old one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/ops/op_context.h"
#include "kv/base/status.h"
#include "kv/store/token_seal.h"
#include "streams/stream_records.h"

namespace stator::api {

inline constexpr int64_t kShardIteratorLifeMicros = 15LL * 60 * 1'000'000;

struct ShardIterator {
  uint32_t shard = 0;
  uint64_t position = 0;  // as in StreamReader::Read
  int64_t made_micros = 0;
  bool operator==(const ShardIterator&) const = default;
};

// Errors: those of TokenSeal::Of.
Result<std::string> EncodeShardIterator(std::string_view stream_arn, const StreamId& stream,
                                        const ShardIterator& iterator, TokenSeal* seal);

// The ARN in a token that has the form of one; empty otherwise.
std::string_view ArnOfShardIterator(std::string_view token);
// kValidation "Invalid ShardIterator" for what EncodeShardIterator did not make for that stream.
Result<ShardIterator> DecodeShardIterator(std::string_view token, const StreamId& stream,
                                          TokenSeal* seal);

Status InvalidShardIterator();

}  // namespace stator::api
