#include "kv/table/consistency_check.h"

#include <set>
#include <string>
#include <utility>

#include "kv/codec/key_codec.h"
#include "kv/table/index_delta.h"
#include "kv/table/item_reader.h"
#include "kv/table/table_key.h"

namespace stator {
namespace {

class IndexChecker {
 public:
  IndexChecker(Store* store, const TableSchema& schema, const IndexSchema& index)
      : store_(store), schema_(schema), index_(index) {
    options_.fill_cache = false;
  }

  Status Check() {
    const std::unique_ptr<Snapshot> snapshot = store_->NewSnapshot();
    options_.snapshot = snapshot.get();
    if (!index_.backfilling) STATOR_RETURN_IF_ERROR(CheckItemsHaveEntries());
    return CheckEntriesHaveItems();
  }

 private:
  Status Breach(const std::string& what) const {
    return CorruptionError("index " + index_.name + " of table " + schema_.name + ": " + what);
  }

  Status CheckItemsHaveEntries() const {
    const auto cursor = NewScanCursor(*store_, schema_.id, {}, {}, options_);
    for (; cursor->Valid(); cursor->Next()) {
      const auto entry = IndexEntry::Make(schema_, index_, cursor->item(), store_->partitions());
      if (!entry.has_value()) continue;
      PinnedValue stored;
      const Status status = store_->Get(PartitionFamily(entry->location().partition),
                                        entry->location().key, &stored, options_.snapshot);
      if (status.code() == Code::kNotFound) return Breach("an item's entry is missing");
      STATOR_RETURN_IF_ERROR(status);
      if (stored.bytes() != entry->value()) return Breach("an entry differs from its item");
    }
    return cursor->status();
  }

  Status CheckEntriesHaveItems() const {
    const auto cursor = NewScanCursor(*store_, index_.id, {}, {}, options_);
    for (; cursor->Valid(); cursor->Next()) {
      STATOR_RETURN_IF_ERROR(CheckEntry(cursor->key(), cursor->item()));
    }
    return cursor->status();
  }

  Status CheckEntry(std::string_view key, const ItemView& projected) const {
    for (const KeyAttribute& attribute : schema_.keys.hash) {
      if (!projected.Find(attribute.name)) return Breach("an entry has no table key");
    }
    for (const KeyAttribute& attribute : schema_.keys.range) {
      if (!projected.Find(attribute.name)) return Breach("an entry has no table key");
    }
    const Location location = LocateItem(schema_, projected, store_->partitions());
    PinnedValue bytes;
    const Status status =
        store_->Get(PartitionFamily(location.partition), location.key, &bytes, options_.snapshot);
    if (status.code() == Code::kNotFound) return Breach("an entry has no item");
    STATOR_RETURN_IF_ERROR(status);
    const ItemView item(bytes.bytes());
    const auto entry = IndexEntry::Make(schema_, index_, item, store_->partitions());
    if (!entry.has_value() || entry->location().key != key) return Breach("an entry is stale");
    if (entry->value() != projected.encoded()) return Breach("an entry differs from its item");
    return OkStatus();
  }

  Store* const store_;
  const TableSchema& schema_;
  const IndexSchema& index_;
  ReadOptions options_;
};

Status CheckCountersOf(Store* store, const TableSchema& schema, const std::string& what,
                       uint32_t id, const SizeCounters& counters) {
  int64_t items = 0;
  int64_t bytes = 0;
  const auto cursor = NewScanCursor(*store, id, {}, {});
  for (; cursor->Valid(); cursor->Next()) {
    ++items;
    bytes += static_cast<int64_t>(cursor->item().SizeBytes());
  }
  STATOR_RETURN_IF_ERROR(cursor->status());
  if (items == counters.item_count.load() && bytes == counters.size_bytes.load()) {
    return OkStatus();
  }
  return CorruptionError(what + " of table " + schema.name + ": stored " + std::to_string(items) +
                         " with " + std::to_string(bytes) + " bytes, counted " +
                         std::to_string(counters.item_count.load()) + " with " +
                         std::to_string(counters.size_bytes.load()) + " bytes");
}

// Skips from id to id, so that it costs little however many items there are.
Status CheckNoOrphansIn(Store* store, Family family, const std::set<uint32_t>& known) {
  const auto cursor = store->NewCursor(family, {}, {});
  while (cursor->Valid()) {
    if (cursor->key().size() < kKeyIdBytes) return CorruptionError("a key without an id");
    const uint32_t id = ReadBigEndian32(cursor->key());
    if (!known.contains(id)) {
      return CorruptionError("keys of a table or index that does not exist: " + std::to_string(id));
    }
    std::string prefix;
    AppendBigEndian32(id, &prefix);
    const std::string next = PrefixSuccessor(prefix);
    if (next.empty()) break;
    cursor->Seek(next);
  }
  return cursor->status();
}

}  // namespace

Status CheckIndexes(Store* store, const Catalog& catalog) {
  for (const std::shared_ptr<Table>& table : catalog.All()) {
    const std::shared_ptr<const TableSchema> schema = table->schema();
    for (const IndexSchema& index : schema->indexes) {
      if (!IsMaintained(index)) continue;
      STATOR_RETURN_IF_ERROR(IndexChecker(store, *schema, index).Check());
    }
  }
  return OkStatus();
}

Status CheckNoOrphans(Store* store, const Catalog& catalog) {
  std::set<uint32_t> known;
  for (const std::shared_ptr<Table>& table : catalog.All()) {
    known.insert(table->id());
    const std::shared_ptr<const TableSchema> schema = table->schema();
    for (const IndexSchema& index : schema->indexes) known.insert(index.id);
  }
  for (uint32_t partition = 0; partition < store->partitions(); ++partition) {
    STATOR_RETURN_IF_ERROR(CheckNoOrphansIn(store, PartitionFamily(partition), known));
  }
  return CheckNoOrphansIn(store, kTtlFamily, known);
}

Status CheckCounters(Store* store, const Catalog& catalog) {
  for (const std::shared_ptr<Table>& table : catalog.All()) {
    const std::shared_ptr<const TableSchema> schema = table->schema();
    STATOR_RETURN_IF_ERROR(
        CheckCountersOf(store, *schema, "items", schema->id, table->own_counters()));
    for (const IndexSchema& index : schema->indexes) {
      const auto counters = table->counters(index.id);
      if (!IsMaintained(index) || counters == nullptr) continue;
      STATOR_RETURN_IF_ERROR(
          CheckCountersOf(store, *schema, "entries of index " + index.name, index.id, *counters));
    }
  }
  return OkStatus();
}

}  // namespace stator
