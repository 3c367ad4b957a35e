#include "kv/table/index_delta.h"

#include <utility>

namespace stator {

std::optional<IndexEntry> IndexEntry::Make(const TableSchema& schema, const IndexSchema& index,
                                           const ItemView& item, uint32_t partitions) {
  std::optional<Location> location = LocateIndexEntry(schema, index, item, partitions);
  if (!location.has_value()) return std::nullopt;
  IndexEntry entry;
  entry.location_ = *std::move(location);
  if (index.projection.type == ProjectionType::kAll) {
    entry.borrowed_ = item.encoded();
  } else {
    entry.projected_ = ProjectToIndex(schema, index, item);
  }
  entry.size_bytes_ = ItemView(entry.value()).SizeBytes();
  return entry;
}

bool IndexDelta::moved() const {
  return old_entry.has_value() && new_entry.has_value() &&
         old_entry->location().key != new_entry->location().key;
}

bool IndexDelta::unchanged() const {
  return old_entry.has_value() && new_entry.has_value() &&
         old_entry->location().key == new_entry->location().key &&
         old_entry->value() == new_entry->value();
}

namespace {

// Forgets an old entry that the back-fill has not written yet.
Status KeepIfStored(const Store& store, std::optional<IndexEntry>* entry) {
  if (!entry->has_value()) return OkStatus();
  const Location& location = (*entry)->location();
  PinnedValue stored;
  const Status status = store.Get(PartitionFamily(location.partition), location.key, &stored);
  if (status.code() == Code::kNotFound) {
    entry->reset();
    return OkStatus();
  }
  return status;
}

}  // namespace

Status ComputeIndexDeltas(const Store& store, const TableSchema& schema, const ItemView* old_item,
                          const ItemView* new_item, std::vector<IndexDelta>* deltas) {
  for (const IndexSchema& index : schema.indexes) {
    if (!IsMaintained(index)) continue;
    IndexDelta delta;
    delta.index = &index;
    if (old_item != nullptr) {
      delta.old_entry = IndexEntry::Make(schema, index, *old_item, store.partitions());
      if (index.backfilling) STATOR_RETURN_IF_ERROR(KeepIfStored(store, &delta.old_entry));
    }
    if (new_item != nullptr) {
      delta.new_entry = IndexEntry::Make(schema, index, *new_item, store.partitions());
    }
    if (delta.old_entry.has_value() || delta.new_entry.has_value()) {
      deltas->push_back(std::move(delta));
    }
  }
  return OkStatus();
}

void AddToBatch(const IndexDelta& delta, WriteBatch* batch) {
  if (delta.unchanged()) return;
  if (delta.old_entry.has_value() && (!delta.new_entry.has_value() || delta.moved())) {
    const Location& location = delta.old_entry->location();
    batch->Delete(PartitionFamily(location.partition), location.key);
  }
  if (delta.new_entry.has_value()) {
    const Location& location = delta.new_entry->location();
    batch->Put(PartitionFamily(location.partition), location.key, delta.new_entry->value());
  }
}

}  // namespace stator
