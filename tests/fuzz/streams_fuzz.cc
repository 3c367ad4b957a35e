// Any bytes as what the streams family holds, and any text as a shard iterator: readers must not
// read past the end, what they accept must come back the same, and no token is accepted that was
// not made here.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "api/ops/shard_iterator.h"
#include "streams/stream_names.h"
#include "streams/stream_reader.h"
#include "streams/stream_records.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

// Reads every attribute, whatever the bytes are.
size_t Walk(const stator::Item& item) {
  size_t seen = item.SizeBytes();
  for (stator::MemberCursor it(item.view().attributes()); it.Valid(); it.Next()) {
    for (const char c : it.name()) seen += static_cast<unsigned char>(c);
    for (const char c : it.value().body()) seen += static_cast<unsigned char>(c);
  }
  return seen;
}

void CheckChange(std::string_view bytes) {
  stator::StreamInfo stream;
  stream.hash_key = "pk";
  stream.range_key = "a";
  const auto change = stator::ReadChange(stream, 7, bytes);
  if (!change.ok()) return;
  size_t seen = Walk(change->key) + change->SizeBytes();
  if (change->new_image) seen += Walk(*change->new_image);
  if (change->old_image) seen += Walk(*change->old_image);
  Require(seen + 1 > 0);
  Require(bytes.size() >= 10);
}

void CheckRecords(std::string_view bytes) {
  if (const auto stream = stator::DecodeStream(bytes); stream.ok()) {
    const auto again = stator::DecodeStream(stator::EncodeStream(*stream));
    Require(again.ok() && *again == *stream);
  }
  if (const auto shard = stator::DecodeShard(3, bytes); shard.ok()) {
    stator::ShardInfo known = *shard;
    if (!known.closed()) known.last_number = 0;  // not written of an open one
    const auto again = stator::DecodeShard(3, stator::EncodeShard(*shard));
    Require(again.ok() && *again == known);
  }
  stator::StreamId id;
  uint32_t number;
  if (stator::ParseShardKey(bytes, &id, &number)) Require(stator::ShardKey(id, number) == bytes);
}

void CheckNames(std::string_view text) {
  if (const auto number = stator::ChangeNumberOfSequence(text)) {
    Require(stator::SequenceNumber(*number) == text);
  }
  if (const auto number = stator::ShardNumberOf(text)) Require(text.size() == 37);
}

// The text as it is, and the text as damage done to a sound token.
void CheckIterator(std::string_view text) {
  constexpr std::string_view kArn = "arn:aws:dynamodb:r:000000000000:table/t/stream/l";
  const stator::StreamId stream{5, 1};
  const stator::api::ShardIterator made{2, 99, 1'000};
  static stator::TokenSeal seal(std::string(stator::TokenSeal::kSecretBytes, 's'));
  const std::string token = stator::api::EncodeShardIterator(kArn, stream, made, &seal).value();
  const auto sound = stator::api::DecodeShardIterator(token, stream, &seal);
  Require(sound.ok() && *sound == made);
  std::string damaged = token;
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    damaged[static_cast<unsigned char>(text[i]) % damaged.size()] ^= text[i + 1];
  }
  for (const std::string_view candidate : {text, std::string_view(damaged)}) {
    const auto decoded = stator::api::DecodeShardIterator(candidate, stream, &seal);
    if (!decoded.ok()) continue;
    const std::string_view arn = stator::api::ArnOfShardIterator(candidate);
    Require(stator::api::EncodeShardIterator(arn, stream, *decoded, &seal).value() == candidate);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  // The first byte says what the others are; a copy of them ends where the sanitizer sees it.
  const std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  switch (data[0] % 4) {
    case 0: CheckChange(bytes); break;
    case 1: CheckRecords(bytes); break;
    case 2: CheckNames(bytes); break;
    default: CheckIterator(bytes); break;
  }
  return 0;
}
