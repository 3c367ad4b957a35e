#include "ttl/expiry_key.h"

#include "kv/codec/key_codec.h"
#include "ttl/expiry.h"

namespace stator::ttl {
namespace {

constexpr size_t kSecondsBytes = 8;
constexpr uint64_t kProgress = UINT64_MAX;  // in the place of the seconds

std::string Prefix(uint32_t table_id, uint64_t seconds) {
  std::string key;
  AppendBigEndian32(table_id, &key);
  AppendBigEndian64(seconds, &key);
  return key;
}

}  // namespace

std::string ExpiryKey(std::string_view item_key, int64_t expiry_seconds) {
  std::string key;
  key.reserve(item_key.size() + kSecondsBytes);
  key.append(item_key.substr(0, kKeyIdBytes));
  AppendBigEndian64(static_cast<uint64_t>(expiry_seconds), &key);
  key.append(item_key.substr(kKeyIdBytes));
  return key;
}

std::optional<ExpiryEntry> ReadExpiryKey(std::string_view key) {
  if (key.size() <= kSecondsBytes + kKeyPrefixBytes) return std::nullopt;
  const uint64_t seconds = ReadBigEndian64(key.substr(kKeyIdBytes));
  if (seconds > static_cast<uint64_t>(kLastSecond)) return std::nullopt;
  ExpiryEntry entry{static_cast<int64_t>(seconds), std::string(key.substr(0, kKeyIdBytes))};
  entry.item_key.append(key.substr(kKeyIdBytes + kSecondsBytes));
  return entry;
}

KeyRange ExpiryRange(uint32_t table_id, int64_t first_second, int64_t last_second) {
  return {Prefix(table_id, static_cast<uint64_t>(first_second)),
          Prefix(table_id, static_cast<uint64_t>(last_second) + 1)};
}

KeyRange AllExpiries(uint32_t table_id) { return ExpiryRange(table_id, 0, kLastSecond); }

std::string IndexingProgressKey(uint32_t table_id) { return Prefix(table_id, kProgress); }

}  // namespace stator::ttl
