// What a change of an item does to the entries of its table's indexes. Pure but for one look into
// indexes that are being back-filled, whose entries may not be there yet. The caller holds the
// item's key lock and the table's gate.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/model/table_schema.h"
#include "kv/store/store.h"
#include "kv/table/table_key.h"

namespace stator {

// Whether writes keep the index up to date: from its creation until its deletion begins.
inline bool IsMaintained(const IndexSchema& index) {
  return index.status != ResourceStatus::kDeleting;
}

// An item's entry in an index. It borrows from the item where the projection is the item itself.
class IndexEntry {
 public:
  // None: the item has no entry in the index.
  static std::optional<IndexEntry> Make(const TableSchema& schema, const IndexSchema& index,
                                        const ItemView& item, uint32_t partitions);

  const Location& location() const { return location_; }
  // Valid as long as this object and the item.
  std::string_view value() const { return borrowed_.data() ? borrowed_ : projected_.encoded(); }
  size_t size_bytes() const { return size_bytes_; }

 private:
  IndexEntry() = default;
  Location location_;
  std::string_view borrowed_;
  Item projected_;
  size_t size_bytes_ = 0;
};

// The change of one index. `old_entry` is what is stored: none while the back-fill has yet to come
// by.
struct IndexDelta {
  const IndexSchema* index = nullptr;
  std::optional<IndexEntry> old_entry;
  std::optional<IndexEntry> new_entry;

  // Both are there, under different keys.
  bool moved() const;
  // Both are there and equal, key and value.
  bool unchanged() const;
};

// Appends a delta for each index that has or had an entry. Null: no such item.
Status ComputeIndexDeltas(const Store& store, const TableSchema& schema, const ItemView* old_item,
                          const ItemView* new_item, std::vector<IndexDelta>* deltas);

void AddToBatch(const IndexDelta& delta, WriteBatch* batch);

}  // namespace stator
