// Reads of items and index entries. Threads: any; cursors belong to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/model/table_schema.h"
#include "kv/partition/hash_space.h"
#include "kv/store/store.h"

namespace stator {

// One item, pinned where it lies.
class PinnedItem {
 public:
  ItemView view() const { return ItemView(value_.bytes()); }

 private:
  friend Status ReadItem(const Store&, const TableSchema&, const ItemView&, PinnedItem*,
                         const Snapshot*);
  friend Status ReadItemAt(const Store&, std::string_view, const Snapshot*, PinnedItem*);
  PinnedValue value_;
};

// The newest committed state of the item whose key attributes `key` holds (other attributes are
// ignored), or its state in the snapshot. kNotFound: no such item; kCorruption: its bytes are not
// an item.
Status ReadItem(const Store& store, const TableSchema& schema, const ItemView& key,
                PinnedItem* item, const Snapshot* snapshot = nullptr);

// The same by the full bytes of its key, in the snapshot if there is one.
Status ReadItemAt(const Store& store, std::string_view key, const Snapshot* snapshot,
                  PinnedItem* item);

// The keys of the table's next items behind `after` (a full key, or empty: from the start), in the
// order of a Scan: few enough to lock them together. None: there are no more.
Result<std::vector<std::string>> ReadKeyChunk(const Store& store, uint32_t table_id,
                                              std::string_view after);

// The entries of one partition key of a table or index, within [begin, end) of full keys.
struct CollectionRange {
  uint32_t partition = 0;
  KeyRange keys;
};

// Walks items (of a table) or entries (of an index). Corrupt bytes end the walk with kCorruption.
class ItemCursor {
 public:
  virtual ~ItemCursor() = default;
  virtual bool Valid() const = 0;
  virtual void Next() = 0;
  virtual ItemView item() const = 0;         // only when Valid(); until Next()
  virtual std::string_view key() const = 0;  // full key bytes; likewise
  virtual Status status() const = 0;
};

// A Query: entries of one collection, in key order or backwards. `after` (a full key, or empty) is
// where an earlier page ended: the walk starts behind it, whether or not that entry still exists.
// In the snapshot if there is one.
std::unique_ptr<ItemCursor> NewCollectionCursor(const Store& store, const CollectionRange& range,
                                                bool reverse, std::string_view after,
                                                const Snapshot* snapshot = nullptr);
// The same of a collection that is spread over write shards, one range for each: `after` lies in
// any of them. In the order of the parts of their keys, as if they were one.
std::unique_ptr<ItemCursor> NewCollectionCursor(const Store& store,
                                                const std::vector<CollectionRange>& shards,
                                                bool reverse, std::string_view after,
                                                const Snapshot* snapshot = nullptr);

// A Scan: every entry of the table or index with that id whose hash is in `hashes`, in hash order
// and over all partition families. `after` as above, a full key of the same table or index. Of the
// options `snapshot` and `fill_cache` count.
std::unique_ptr<ItemCursor> NewScanCursor(const Store& store, uint32_t id, HashRange hashes,
                                          std::string_view after, const ReadOptions& options = {});

}  // namespace stator
