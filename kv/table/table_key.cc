#include "kv/table/table_key.h"

#include <algorithm>
#include <cassert>
#include <deque>

#include "kv/base/limits.h"
#include "kv/codec/key_codec.h"
#include "kv/partition/hash_space.h"
#include "kv/partition/write_shards.h"

namespace stator {
namespace {

// Appends the attributes' values as key parts. Precondition: the item has them.
void AppendParts(const std::vector<KeyAttribute>& attributes, const ItemView& item,
                 std::string* out) {
  for (const KeyAttribute& attribute : attributes) {
    const std::optional<ValueView> value = item.Find(attribute.name);
    assert(value.has_value() && value->is(attribute.type));
    AppendKeyPart(value.value_or(ValueView(attribute.type, {})), out);
  }
}

void SetHash(uint64_t hash, uint32_t partitions, Location* location) {
  location->hash = hash;
  location->partition = PartitionOfHash(hash, partitions);
  for (size_t i = 0; i < kKeyHashBytes; ++i) {
    location->key[kKeyIdBytes + i] = static_cast<char>(hash >> (8 * (kKeyHashBytes - 1 - i)));
  }
}

// id · hash of the HASH parts · HASH parts.
void LocateHashPart(uint32_t id, const KeySchema& keys, const ItemView& item, uint32_t partitions,
                    Location* location) {
  std::string& key = location->key;
  key.clear();
  AppendBigEndian32(id, &key);
  AppendBigEndian64(0, &key);  // the hash, once it is known
  AppendParts(keys.hash, item, &key);
  SetHash(PartitionHash(std::string_view(key).substr(kKeyPrefixBytes)), partitions, location);
}

// Moves a key to its write shard. The table's own RANGE parts, which end it, begin at `range`.
void MoveToShard(const TableSchema& schema, size_t range, uint32_t partitions, Location* location) {
  if (schema.write_shards <= 1) return;
  const uint32_t shard =
      WriteShardOf(std::string_view(location->key).substr(range), schema.write_shards);
  SetHash(HashInShard(location->hash, shard, schema.write_shards), partitions, location);
}

// Whether the item has the attributes, of the right types, not empty and together within the limit.
bool HasKeyAttributes(const std::vector<KeyAttribute>& attributes, const ItemView& item,
                      size_t limit_bytes) {
  size_t total_bytes = 0;
  for (const KeyAttribute& attribute : attributes) {
    const std::optional<ValueView> value = item.Find(attribute.name);
    if (!value.has_value() || !value->is(attribute.type)) return false;
    if (value->bytes().empty()) return false;
    total_bytes += value->SizeBytes();
  }
  return total_bytes <= limit_bytes;
}

template <typename Keep>
Item Filter(const ItemView& item, const Keep& keep) {
  ItemBuilder builder;
  for (MemberCursor it(item.attributes()); it.Valid(); it.Next()) {
    if (keep(it.name())) builder.Add(it.name(), it.value());
  }
  return builder.Finish();
}

}  // namespace

void LocateItemInto(const TableSchema& schema, const ItemView& item, uint32_t partitions,
                    Location* location) {
  LocateHashPart(schema.id, schema.keys, item, partitions, location);
  const size_t range = location->key.size();
  AppendParts(schema.keys.range, item, &location->key);
  MoveToShard(schema, range, partitions, location);
}

std::optional<Item> ItemOfKey(const TableSchema& schema, std::string_view key) {
  if (key.size() < kKeyPrefixBytes) return std::nullopt;
  key.remove_prefix(kKeyPrefixBytes);
  std::deque<std::string> values;  // stay where they are, for the builder's views
  ItemBuilder builder;
  for (const auto* attributes : {&schema.keys.hash, &schema.keys.range}) {
    for (const KeyAttribute& attribute : *attributes) {
      std::string& encoded = values.emplace_back();
      if (!ConsumeKeyPart(&key, attribute.type, &encoded)) return std::nullopt;
      std::string_view rest = encoded;
      ValueView value;
      if (!ConsumeValue(&rest, &value)) return std::nullopt;
      builder.Add(attribute.name, value);
    }
  }
  if (!key.empty()) return std::nullopt;
  return builder.Finish();
}

std::vector<Location> LocateCollection(const TableSchema& schema, const ItemView& item,
                                       uint32_t partitions) {
  std::vector<Location> locations(schema.write_shards);
  for (uint32_t shard = 0; shard < schema.write_shards; ++shard) {
    Location* location = &locations[shard];
    LocateHashPart(schema.id, schema.keys, item, partitions, location);
    SetHash(HashInShard(location->hash, shard, schema.write_shards), partitions, location);
  }
  return locations;
}

bool IndexProjects(const TableSchema& schema, const IndexSchema& index, std::string_view name) {
  if (index.projection.type == ProjectionType::kAll) return true;
  if (schema.keys.Contains(name) || index.keys.Contains(name)) return true;
  if (index.projection.type != ProjectionType::kInclude) return false;
  const std::vector<std::string>& included = index.projection.non_key_attributes;
  return std::find(included.begin(), included.end(), name) != included.end();
}

Location LocateItem(const TableSchema& schema, const ItemView& item, uint32_t partitions) {
  Location location;
  LocateItemInto(schema, item, partitions, &location);
  return location;
}

std::optional<Location> LocateIndexEntry(const TableSchema& schema, const IndexSchema& index,
                                         const ItemView& item, uint32_t partitions) {
  if (!HasKeyAttributes(index.keys.hash, item, limits::kPartitionKeyBytes) ||
      !HasKeyAttributes(index.keys.range, item, limits::kSortKeyBytes)) {
    return std::nullopt;
  }
  Location location;
  LocateHashPart(index.id, index.keys, item, partitions, &location);
  AppendParts(index.keys.range, item, &location.key);
  AppendParts(schema.keys.hash, item, &location.key);
  const size_t range = location.key.size();
  AppendParts(schema.keys.range, item, &location.key);
  // An entry of a local index lies where its item does.
  if (index.kind == IndexKind::kLocal) MoveToShard(schema, range, partitions, &location);
  return location;
}

Item ProjectToIndex(const TableSchema& schema, const IndexSchema& index, const ItemView& item) {
  if (index.projection.type == ProjectionType::kAll) return Item(item);
  return Filter(item, [&](std::string_view name) { return IndexProjects(schema, index, name); });
}

Item KeyOf(const TableSchema& schema, const ItemView& item) {
  return Filter(item, [&](std::string_view name) { return schema.keys.Contains(name); });
}

}  // namespace stator
