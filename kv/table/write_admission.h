// The capacity of one write: of its item's partition, and of the partitions of the global indexes
// that it changes. An index without capacity keeps the base table's write out. Belongs to one
// write, under its key's lock.
#pragma once

#include <string_view>
#include <vector>

#include "kv/base/status.h"
#include "kv/partition/capacity_control.h"
#include "kv/table/index_delta.h"
#include "kv/table/item_writer.h"
#include "kv/table/table.h"

namespace stator {

class WriteAdmission {
 public:
  // All must outlive this object. control null: nothing is checked or counted.
  WriteAdmission(const CapacityControl* control, const ItemWrite& write, std::string_view key);

  // Before the item is looked at. kThrottled.
  Status CheckTable();
  // Once it is known which entries change.
  Status CheckIndexes(const std::vector<IndexDelta>& deltas);
  // Sizes of the item; 0: none. A failed condition costs as much as the
  // larger of the item that is there and the one that was to be written ("Read and write
  // operations" in the guide); of an update only the key of the latter is known.
  void ChargeTable(size_t old_bytes, size_t new_bytes);
  void ChargeIndexes(const std::vector<IndexDelta>& deltas);

 private:
  Status Check(const CapacityUse& use);

  TableCapacity* capacity_ = nullptr;  // null: nothing to do
  const std::string_view key_;
  const double table_factor_;
  CapacityMoment moment_;
};

// As WriteOutcome shows it.
IndexChange ChangeOf(const IndexDelta& delta);

}  // namespace stator
