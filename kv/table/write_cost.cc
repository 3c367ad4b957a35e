#include "kv/table/write_cost.h"

#include <algorithm>

#include "kv/partition/capacity_units.h"

namespace stator {

double IndexWriteUnits(const IndexChange& change) {
  if (change.unchanged) return 0;
  if (change.moved) return WriteUnits(change.old_bytes) + WriteUnits(change.new_bytes);
  return WriteUnits(std::max(change.old_bytes, change.new_bytes));
}

}  // namespace stator
