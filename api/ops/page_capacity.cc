#include "api/ops/page_capacity.h"

#include "kv/codec/key_codec.h"
#include "kv/partition/capacity_units.h"
#include "kv/partition/partition_map.h"

namespace stator::api {
namespace {

const std::vector<PartitionRange>& PartitionsOf(const ReadPlan& plan) {
  const bool global = plan.index != nullptr && plan.index->kind == IndexKind::kGlobal;
  return global ? plan.index->partitions : plan.schema->partitions;
}

}  // namespace

PageCapacity::PageCapacity(const OpContext& context, const ReadPlan& plan)
    : plan_(plan),
      partitions_(PartitionsOf(plan)),
      capacity_(context, *plan.table, plan.index, plan.access) {}

Status PageCapacity::Enter(std::string_view key) {
  if (!place_.empty()) {
    if (IsInside(key)) return OkStatus();
    Finish();
  }
  STATOR_RETURN_IF_ERROR(capacity_.Admit(key));
  place_ = key;
  partition_ = PartitionIndex(partitions_, key);
  return OkStatus();
}

// A page is rounded up once and not in each partition: what the units of the bytes up to here
// exceed those that were charged before is charged to this one.
void PageCapacity::Finish() {
  if (place_.empty()) return;
  const double units = ReadUnits(bytes_, plan_.consistent) + fetched_units_;
  capacity_.Charge(place_, units - charged_units_);
  charged_units_ = units;
  place_.clear();
}

bool PageCapacity::IsInside(std::string_view key) const {
  if (partitions_.size() <= 1) return true;
  const std::string_view place = key.substr(kKeyIdBytes);
  const std::string_view end = EndOfPartition(partitions_, partition_);
  return place >= partitions_[partition_].first_key && (end.empty() || place < end);
}

}  // namespace stator::api
