#include "streams/stream_names.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "kv/base/hash.h"
#include "kv/codec/key_codec.h"

namespace stator {
namespace {

constexpr std::string_view kShardPrefix = "shardId-";
constexpr size_t kMillisDigits = 20;
constexpr size_t kShardNumberDigits = 8;
constexpr size_t kSequenceDigits = 20;  // behind the leading 1
constexpr int64_t kMicrosPerMilli = 1'000;

// Decimal, zero padded.
void AppendDigits(uint64_t value, size_t digits, std::string* out) {
  const size_t begin = out->size();
  out->append(digits, '0');
  for (size_t i = begin + digits; i > begin; value /= 10) {
    (*out)[--i] = static_cast<char>('0' + value % 10);
  }
}

void AppendHex(uint64_t value, size_t digits, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  for (size_t shift = digits * 4; shift > 0; shift -= 4) {
    out->push_back(kHex[value >> (shift - 4) & 0xF]);
  }
}

// The whole text as one number; from_chars takes neither a sign nor spaces for unsigned types.
template <typename Number>
std::optional<Number> ParseWhole(std::string_view text, int base) {
  Number number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number, base);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return number;
}

}  // namespace

std::string StreamLabel(int64_t micros) {
  using namespace std::chrono;
  const sys_time<microseconds> time{microseconds(micros)};
  const sys_days day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<milliseconds>(time - day));
  std::string label;
  AppendDigits(static_cast<uint64_t>(static_cast<int>(date.year())), 4, &label);
  label.push_back('-');
  AppendDigits(static_cast<unsigned>(date.month()), 2, &label);
  label.push_back('-');
  AppendDigits(static_cast<unsigned>(date.day()), 2, &label);
  label.push_back('T');
  AppendDigits(static_cast<uint64_t>(clock.hours().count()), 2, &label);
  label.push_back(':');
  AppendDigits(static_cast<uint64_t>(clock.minutes().count()), 2, &label);
  label.push_back(':');
  AppendDigits(static_cast<uint64_t>(clock.seconds().count()), 2, &label);
  label.push_back('.');
  AppendDigits(static_cast<uint64_t>(clock.subseconds().count()), 3, &label);
  return label;
}

std::string ShardId(uint32_t number, int64_t opened_micros) {
  std::string id(kShardPrefix);
  AppendDigits(static_cast<uint64_t>(opened_micros / kMicrosPerMilli), kMillisDigits, &id);
  id.push_back('-');
  AppendHex(number, kShardNumberDigits, &id);
  return id;
}

std::optional<uint32_t> ShardNumberOf(std::string_view shard_id) {
  constexpr size_t kNumberAt = kShardPrefix.size() + kMillisDigits + 1;
  if (shard_id.size() != kNumberAt + kShardNumberDigits) return std::nullopt;
  if (!shard_id.starts_with(kShardPrefix) || shard_id[kNumberAt - 1] != '-') return std::nullopt;
  if (!ParseWhole<uint64_t>(shard_id.substr(kShardPrefix.size(), kMillisDigits), 10)) {
    return std::nullopt;
  }
  return ParseWhole<uint32_t>(shard_id.substr(kNumberAt), 16);
}

std::string SequenceNumber(uint64_t change_number) {
  std::string text = "1";
  AppendDigits(change_number, kSequenceDigits, &text);
  return text;
}

std::optional<uint64_t> ChangeNumberOfSequence(std::string_view sequence_number) {
  if (sequence_number.size() != kSequenceDigits + 1 || sequence_number.front() != '1') {
    return std::nullopt;
  }
  return ParseWhole<uint64_t>(sequence_number.substr(1), 10);
}

// Two hashes of 64 bits, of names that differ.
std::string EventId(const StreamInfo& stream, uint64_t change_number) {
  std::string name;
  AppendBigEndian64(change_number, &name);
  name.append(stream.space).append("/").append(stream.table_name).append("/").append(stream.label);
  const uint64_t high = HashBytes(name);
  AppendBigEndian64(change_number, &name);
  std::string id;
  id.reserve(32);
  AppendHex(high, 16, &id);
  AppendHex(HashBytes(name), 16, &id);
  return id;
}

}  // namespace stator
