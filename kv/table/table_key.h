// From an item or a key to the bytes that find it in the store.
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

namespace stator {

// Where one item or index entry is: its family and its key bytes (kv/codec/key_codec.h).
struct Location {
  uint32_t partition = 0;
  uint64_t hash = 0;
  std::string key;
};

// The location of the item of `schema` whose key attributes `item` holds (other attributes are
// ignored). Precondition: they are there and of the right types and sizes (CheckItemKey).
Location LocateItem(const TableSchema& schema, const ItemView& item, uint32_t partitions);
// The same into a Location that is used again and again, so that it keeps its memory.
void LocateItemInto(const TableSchema& schema, const ItemView& item, uint32_t partitions,
                    Location* location);

// Where the item's partition key begins: id, hash and HASH parts, which every key of its item
// collection starts with; one place for each write shard. Precondition as for LocateItem.
std::vector<Location> LocateCollection(const TableSchema& schema, const ItemView& item,
                                       uint32_t partitions);

// The item's key attributes, read back from its full key. None when the bytes are not such a key.
std::optional<Item> ItemOfKey(const TableSchema& schema, std::string_view key);

// The location of the item's entry in the index, or none when the item has not all of the index's
// key attributes with the right types and sizes: the index is sparse. (A write that brings a wrong
// type or size to an existing index is refused above; items older than the index may have one.)
std::optional<Location> LocateIndexEntry(const TableSchema& schema, const IndexSchema& index,
                                         const ItemView& item, uint32_t partitions);

// Whether entries of the index hold the attribute.
bool IndexProjects(const TableSchema& schema, const IndexSchema& index, std::string_view name);

// The item's entry in the index: key attributes of table and index, and what its projection asks
// for.
Item ProjectToIndex(const TableSchema& schema, const IndexSchema& index, const ItemView& item);

// Only the table's key attributes of the item.
Item KeyOf(const TableSchema& schema, const ItemView& item);

}  // namespace stator
