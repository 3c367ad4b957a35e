#include "kv/table/write_admission.h"

#include <algorithm>
#include <optional>

#include "kv/partition/capacity_units.h"
#include "kv/table/write_cost.h"

namespace stator {
namespace {

size_t SizeOf(const std::optional<IndexEntry>& entry) {
  return entry.has_value() ? entry->size_bytes() : 0;
}

// What the delta costs its index, and where: an entry that moves is deleted in one place and
// written in another. `visit` takes a CapacityUse.
template <typename Visit>
void ForEachUse(const IndexDelta& delta, std::string_view item_key, const Visit& visit) {
  const bool global = delta.index->kind == IndexKind::kGlobal;
  const auto use = [&](const std::optional<IndexEntry>& entry, double units) {
    visit({delta.index, global ? entry->location().key : item_key, units});
  };
  if (delta.moved()) {
    use(delta.old_entry, WriteUnits(SizeOf(delta.old_entry)));
    use(delta.new_entry, WriteUnits(SizeOf(delta.new_entry)));
  } else if (!delta.unchanged()) {
    const auto& entry = delta.new_entry.has_value() ? delta.new_entry : delta.old_entry;
    use(entry, IndexWriteUnits(ChangeOf(delta)));
  }
}

}  // namespace

IndexChange ChangeOf(const IndexDelta& delta) {
  return {delta.index->id, SizeOf(delta.old_entry), SizeOf(delta.new_entry), delta.moved(),
          delta.unchanged()};
}

WriteAdmission::WriteAdmission(const CapacityControl* control, const ItemWrite& write,
                               std::string_view key)
    : key_(key), table_factor_(write.in_transaction ? 2 : 1) {
  // Removals by time to live cost nothing.
  if (control == nullptr || write.origin != WriteOrigin::kUser) return;
  capacity_ = &write.table->capacity();
  moment_ = control->MomentOf(*capacity_, CapacityKind::kWrite);
}

Status WriteAdmission::Check(const CapacityUse& use) {
  const std::optional<Throttle> throttle = capacity_->Check(moment_, use);
  return throttle ? Throttled(*throttle) : OkStatus();
}

Status WriteAdmission::CheckTable() {
  if (capacity_ == nullptr || moment_.mode == CapacityMode::kOff) return OkStatus();
  return Check({nullptr, key_});
}

Status WriteAdmission::CheckIndexes(const std::vector<IndexDelta>& deltas) {
  if (capacity_ == nullptr || moment_.mode == CapacityMode::kOff) return OkStatus();
  for (const IndexDelta& delta : deltas) {
    if (delta.index->kind != IndexKind::kGlobal) continue;
    Status status;
    ForEachUse(delta, key_, [&](const CapacityUse& use) {
      if (status.ok()) status = Check(use);
    });
    STATOR_RETURN_IF_ERROR(status);
  }
  return OkStatus();
}

void WriteAdmission::ChargeTable(size_t old_bytes, size_t new_bytes) {
  if (capacity_ == nullptr) return;
  const double units = table_factor_ * WriteUnits(std::max(old_bytes, new_bytes));
  capacity_->Charge(moment_, {nullptr, key_, units});
}

void WriteAdmission::ChargeIndexes(const std::vector<IndexDelta>& deltas) {
  if (capacity_ == nullptr) return;
  for (const IndexDelta& delta : deltas) {
    ForEachUse(delta, key_, [this](const CapacityUse& use) { capacity_->Charge(moment_, use); });
  }
}

}  // namespace stator
