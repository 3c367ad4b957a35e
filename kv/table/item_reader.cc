#include "kv/table/item_reader.h"

#include "kv/table/table_key.h"

namespace stator {

Status ReadItem(const Store& store, const TableSchema& schema, const ItemView& key,
                PinnedItem* item, const Snapshot* snapshot) {
  thread_local Location location;
  LocateItemInto(schema, key, store.partitions(), &location);
  STATOR_RETURN_IF_ERROR(
      store.Get(PartitionFamily(location.partition), location.key, &item->value_, snapshot));
  if (!item->view().valid()) return CorruptionError("a stored item does not decode");
  return OkStatus();
}

}  // namespace stator
