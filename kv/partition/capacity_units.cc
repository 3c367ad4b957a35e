#include "kv/partition/capacity_units.h"

#include <algorithm>

#include "kv/base/limits.h"

namespace stator {
namespace {

double UnitsOf(size_t bytes, size_t unit_bytes) {
  return static_cast<double>(std::max<size_t>(1, (bytes + unit_bytes - 1) / unit_bytes));
}

}  // namespace

double ReadUnits(size_t bytes, bool consistent) {
  return UnitsOf(bytes, limits::kReadUnitBytes) * (consistent ? 1.0 : 0.5);
}

double WriteUnits(size_t bytes) { return UnitsOf(bytes, limits::kWriteUnitBytes); }

}  // namespace stator
