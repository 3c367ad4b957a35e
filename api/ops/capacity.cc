#include "api/ops/capacity.h"

#include <algorithm>

#include "kv/base/limits.h"

namespace stator::api {
namespace {

double UnitsOf(size_t bytes, size_t unit_bytes) {
  return static_cast<double>(std::max<size_t>(1, (bytes + unit_bytes - 1) / unit_bytes));
}

// Charged on the stored entry: nothing where it stays the same, two writes where its key moves.
double IndexWriteUnits(const IndexChange& change) {
  if (change.unchanged) return 0;
  if (change.moved) return WriteUnits(change.old_bytes) + WriteUnits(change.new_bytes);
  return WriteUnits(std::max(change.old_bytes, change.new_bytes));
}

const IndexSchema* FindIndexById(const TableSchema& schema, uint32_t id) {
  const auto it = std::find_if(schema.indexes.begin(), schema.indexes.end(),
                               [id](const IndexSchema& index) { return index.id == id; });
  return it == schema.indexes.end() ? nullptr : &*it;
}

}  // namespace

double ReadUnits(size_t bytes, bool consistent) {
  return UnitsOf(bytes, limits::kReadUnitBytes) * (consistent ? 1.0 : 0.5);
}

double WriteUnits(size_t bytes) { return UnitsOf(bytes, limits::kWriteUnitBytes); }

void CapacityMeter::AddIndex(const IndexSchema& index, double units) {
  if (mode_ == ReturnConsumedCapacity::kNone || units == 0) return;
  (index.kind == IndexKind::kLocal ? local_ : global_)[index.name] += units;
}

void CapacityMeter::AddArms(const WriteOutcome& outcome, double table_factor) {
  AddTable(table_factor * WriteUnits(std::max(outcome.old_bytes, outcome.new_bytes)));
  for (const IndexChange& change : outcome.indexes) {
    const IndexSchema* index = FindIndexById(*outcome.schema, change.index_id);
    if (index != nullptr) AddIndex(*index, IndexWriteUnits(change));
  }
}

std::optional<ConsumedCapacity> CapacityMeter::Report() const {
  if (mode_ == ReturnConsumedCapacity::kNone) return std::nullopt;
  ConsumedCapacity report;
  report.kind = kind_;
  report.table_name = table_name_;
  report.units = table_units_;
  for (const auto& [name, units] : local_) report.units += units;
  for (const auto& [name, units] : global_) report.units += units;
  if (mode_ == ReturnConsumedCapacity::kIndexes) {
    report.detailed = true;
    report.table_units = table_units_;
    report.local_indexes = local_;
    report.global_indexes = global_;
  }
  return report;
}

}  // namespace stator::api
