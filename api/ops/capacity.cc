#include "api/ops/capacity.h"

#include <algorithm>

#include "kv/table/write_cost.h"

namespace stator::api {
namespace {

const IndexSchema* FindIndexById(const TableSchema& schema, uint32_t id) {
  const auto it = std::find_if(schema.indexes.begin(), schema.indexes.end(),
                               [id](const IndexSchema& index) { return index.id == id; });
  return it == schema.indexes.end() ? nullptr : &*it;
}

}  // namespace

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
