#include "kv/table/item_reader.h"

#include "kv/codec/key_codec.h"
#include "kv/table/table_key.h"

namespace stator {
namespace {

// A job's step locks so many items at most, few enough that writers seldom wait for it, and stops
// earlier when the items get large. (ThreadSanitizer, too, follows at most 64 locks of one thread.)
constexpr size_t kChunkItems = 48;
constexpr size_t kChunkBytes = 256 * 1024;

}  // namespace

Status ReadItem(const Store& store, const TableSchema& schema, const ItemView& key,
                PinnedItem* item, const Snapshot* snapshot) {
  thread_local Location location;
  LocateItemInto(schema, key, store.partitions(), &location);
  STATOR_RETURN_IF_ERROR(
      store.Get(PartitionFamily(location.partition), location.key, &item->value_, snapshot));
  if (!item->view().valid()) return CorruptionError("a stored item does not decode");
  return OkStatus();
}

Status ReadItemAt(const Store& store, std::string_view key, const Snapshot* snapshot,
                  PinnedItem* item) {
  if (key.size() < kKeyPrefixBytes) return CorruptionError("an item's key is too short");
  const uint64_t hash = ReadBigEndian64(key.substr(kKeyIdBytes));
  const Family family = PartitionFamily(PartitionOfHash(hash, store.partitions()));
  STATOR_RETURN_IF_ERROR(store.Get(family, key, &item->value_, snapshot));
  if (!item->view().valid()) return CorruptionError("a stored item does not decode");
  return OkStatus();
}

Result<std::vector<std::string>> ReadKeyChunk(const Store& store, uint32_t table_id,
                                              std::string_view after) {
  ReadOptions options;
  options.fill_cache = false;
  const auto cursor = NewScanCursor(store, table_id, {}, after, options);
  std::vector<std::string> keys;
  size_t bytes = 0;
  for (; cursor->Valid() && keys.size() < kChunkItems && bytes < kChunkBytes; cursor->Next()) {
    keys.emplace_back(cursor->key());
    bytes += cursor->item().encoded().size();
  }
  STATOR_RETURN_IF_ERROR(cursor->status());
  return keys;
}

}  // namespace stator
