#include "kv/table/catalog_records.h"

#include "kv/codec/key_codec.h"
#include "kv/codec/varint.h"

namespace stator {
namespace {

std::string KeyOfKind(CatalogRecord kind) {
  return std::string(1, static_cast<char>(static_cast<uint8_t>(kind)));
}

std::string KeyWithId(CatalogRecord kind, uint32_t id) {
  std::string key = KeyOfKind(kind);
  AppendBigEndian32(id, &key);
  return key;
}

}  // namespace

std::string TableRecordKey(uint32_t table_id) { return KeyWithId(CatalogRecord::kTable, table_id); }
std::string NextIdRecordKey() { return KeyOfKind(CatalogRecord::kNextId); }
std::string DroppedRecordKey(uint32_t id) { return KeyWithId(CatalogRecord::kDropped, id); }
std::string BackfillProgressKey(uint32_t index_id) {
  return KeyWithId(CatalogRecord::kBackfillProgress, index_id);
}
std::string CountersRecordKey() { return KeyOfKind(CatalogRecord::kCounters); }
std::string NextChangeRecordKey() { return KeyOfKind(CatalogRecord::kNextChange); }

KeyRange CatalogRecordRange(CatalogRecord kind) {
  const std::string prefix = KeyOfKind(kind);
  return {prefix, PrefixSuccessor(prefix)};
}

std::string EncodeId(uint32_t id) {
  std::string bytes;
  AppendBigEndian32(id, &bytes);
  return bytes;
}

Result<uint32_t> DecodeId(std::string_view bytes) {
  if (bytes.size() != kKeyIdBytes) return CorruptionError("catalog: id record of wrong length");
  return ReadBigEndian32(bytes);
}

std::string EncodeChangeNumber(uint64_t number) {
  std::string bytes;
  AppendBigEndian64(number, &bytes);
  return bytes;
}

Result<uint64_t> DecodeChangeNumber(std::string_view bytes) {
  if (bytes.size() != sizeof(uint64_t)) {
    return CorruptionError("catalog: change number record of wrong length");
  }
  return ReadBigEndian64(bytes);
}

std::string EncodeDroppedIds(const std::vector<uint32_t>& ids) {
  std::string bytes;
  for (const uint32_t id : ids) AppendBigEndian32(id, &bytes);
  return bytes;
}

Result<DroppedIds> DecodeDropped(std::string_view key, std::string_view value) {
  if (key.size() != 1 + kKeyIdBytes || value.size() % kKeyIdBytes != 0) {
    return CorruptionError("catalog: dropped-ids record of wrong length");
  }
  DroppedIds dropped;
  dropped.id = ReadBigEndian32(key.substr(1));
  for (; !value.empty(); value.remove_prefix(kKeyIdBytes)) {
    dropped.ids.push_back(ReadBigEndian32(value));
  }
  return dropped;
}

std::string EncodeCounters(const std::vector<SavedCounters>& counters) {
  std::string bytes;
  AppendVarint(counters.size(), &bytes);
  for (const SavedCounters& one : counters) {
    AppendVarint(one.id, &bytes);
    AppendVarint(one.item_count, &bytes);
    AppendVarint(one.size_bytes, &bytes);
  }
  return bytes;
}

Result<std::vector<SavedCounters>> DecodeCounters(std::string_view bytes) {
  uint64_t count = 0;
  if (!ConsumeVarint(&bytes, &count)) return CorruptionError("catalog: counters record");
  std::vector<SavedCounters> counters;
  for (uint64_t i = 0; i < count; ++i) {
    SavedCounters one;
    uint64_t id = 0;
    if (!ConsumeVarint(&bytes, &id) || id > UINT32_MAX || !ConsumeVarint(&bytes, &one.item_count) ||
        !ConsumeVarint(&bytes, &one.size_bytes)) {
      return CorruptionError("catalog: counters record");
    }
    one.id = static_cast<uint32_t>(id);
    counters.push_back(one);
  }
  if (!bytes.empty()) return CorruptionError("catalog: counters record");
  return counters;
}

}  // namespace stator
