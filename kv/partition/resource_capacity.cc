#include "kv/partition/resource_capacity.h"

#include <algorithm>
#include <cmath>

namespace stator {
namespace {

// Unused provisioned capacity is kept for so long: "Burst capacity" in the service's guide.
constexpr double kBurstSeconds = 300;
constexpr double kReadUnitsOfPartition = 3'000;
constexpr double kWriteUnitsOfPartition = 1'000;
// What a new on-demand table serves at once, and the default quota of a table.
constexpr double kNewTableReadUnits = 12'000;
constexpr double kNewTableWriteUnits = 4'000;
constexpr double kAccountUnitsOfTable = 40'000;

double NewTableUnits(CapacityKind kind) {
  return kind == CapacityKind::kRead ? kNewTableReadUnits : kNewTableWriteUnits;
}

void SetLimit(const std::optional<double>& units_per_second, double seconds, int64_t now_micros,
              TokenBucket* bucket) {
  if (!units_per_second) {
    *bucket = TokenBucket();
    return;
  }
  if (bucket->limited() && bucket->units_per_second() == *units_per_second) return;
  bucket->Change(*units_per_second, *units_per_second * seconds, now_micros);
}

}  // namespace

ResourceCapacity::ResourceCapacity(CapacityKind kind, const ThroughputSettings& settings,
                                   int64_t now_micros)
    : kind_(kind), peak_(std::max(NewTableUnits(kind), settings.warm), now_micros) {}

void ResourceCapacity::Configure(const ThroughputSettings& settings,
                                 const std::vector<PartitionRange>& partitions,
                                 int64_t now_micros) {
  // Switched from provisioned: half of what was provisioned counts as the previous peak.
  if (!on_demand_ && provisioned_.limited()) peak_.Warm(provisioned_.units_per_second());
  on_demand_ = !settings.provisioned.has_value();
  if (!on_demand_) at_once_ = TokenBucket();  // nobody asks it, so nothing may be taken from it
  SetLimit(settings.provisioned, kBurstSeconds, now_micros, &provisioned_);
  SetLimit(settings.max_on_demand, 1, now_micros, &max_on_demand_);
  SetLimit(on_demand_ ? std::optional(kAccountUnitsOfTable) : std::nullopt, 1, now_micros,
           &account_);
  least_at_once_ = std::max(NewTableUnits(kind_), settings.warm);
  peak_.Warm(settings.warm);
  Keep(partitions, now_micros);
}

void ResourceCapacity::Keep(const std::vector<PartitionRange>& partitions, int64_t now_micros) {
  std::map<uint32_t, Partition> kept;
  const auto keep = [&](uint32_t id) {
    const auto it = partitions_.find(id);
    if (it != partitions_.end()) kept.insert(partitions_.extract(it));
  };
  if (partitions.empty()) keep(0);  // one without a record of its own
  for (const PartitionRange& range : partitions) keep(range.id);
  for (auto& [id, partition] : partitions_) {
    ended_.push_back({id, partition.units, partition.throttled, 0, {}});
    ended_.back().seconds = partition.history.Seconds(now_micros);
  }
  partitions_ = std::move(kept);
  ForgetEnded(now_micros);
}

void ResourceCapacity::ForgetEnded(int64_t now_micros) {
  const int64_t oldest = UsageHistory::OldestSecond(now_micros);
  std::erase_if(ended_, [oldest](const PartitionUse& use) {
    return use.seconds.empty() || use.seconds.back().second < oldest;
  });
}

std::optional<ThrottleCause> ResourceCapacity::Check(uint32_t partition_id, CapacityMode mode,
                                                     int64_t now_micros) {
  if (mode == CapacityMode::kOff) return std::nullopt;
  if (!provisioned_.Admits(now_micros)) return ThrottleCause::kProvisionedThroughput;
  if (on_demand_) {
    const auto cause = CheckOnDemand(mode, now_micros);
    if (cause) return cause;
  }
  if (mode == CapacityMode::kPartition &&
      !Find(partition_id, now_micros).bucket.Admits(now_micros)) {
    return ThrottleCause::kKeyRangeThroughput;
  }
  return std::nullopt;
}

std::optional<ThrottleCause> ResourceCapacity::CheckOnDemand(CapacityMode mode,
                                                             int64_t now_micros) {
  if (!max_on_demand_.Admits(now_micros)) return ThrottleCause::kMaxOnDemandThroughput;
  if (!account_.Admits(now_micros)) return ThrottleCause::kAccountLimit;
  if (mode != CapacityMode::kPartition) return std::nullopt;
  SetLimit(peak_.Allowed(now_micros), 1, now_micros, &at_once_);
  if (!at_once_.Admits(now_micros)) return ThrottleCause::kKeyRangeThroughput;
  return std::nullopt;
}

void ResourceCapacity::Take(uint32_t partition_id, std::string_view key, double units,
                            CapacityMode mode, int64_t now_micros) {
  Partition& partition = Find(partition_id, now_micros);
  consumed_units_ += units;
  partition.units += units;
  partition.history.Count(units, now_micros);
  if (mode == CapacityMode::kOff) return;
  provisioned_.Take(units, now_micros);
  max_on_demand_.Take(units, now_micros);
  account_.Take(units, now_micros);
  if (mode != CapacityMode::kPartition) return;
  at_once_.Take(units, now_micros);
  if (on_demand_) peak_.Count(units, now_micros);
  partition.bucket.Take(units, now_micros);
  partition.heat.Count(key, units, now_micros);
}

void ResourceCapacity::NoteThrottled(uint32_t partition_id, ThrottleCause cause,
                                     int64_t now_micros) {
  ++throttled_[static_cast<size_t>(cause)];
  Partition& partition = Find(partition_id, now_micros);
  partition.history.CountThrottled(now_micros);
  ++partition.throttled;
}

std::vector<PartitionUse> ResourceCapacity::Use(int64_t now_micros, bool with_seconds) {
  std::vector<PartitionUse> use;
  for (auto& [id, partition] : partitions_) {
    use.push_back(
        {id, partition.units, partition.throttled, partition.bucket.Left(now_micros), {}});
    if (with_seconds) use.back().seconds = partition.history.Seconds(now_micros);
  }
  return use;
}

std::vector<PartitionUse> ResourceCapacity::Ended(int64_t now_micros) {
  ForgetEnded(now_micros);
  return ended_;
}

std::optional<double> ResourceCapacity::ProvisionedUnitsLeft(int64_t now_micros) {
  if (!provisioned_.limited()) return std::nullopt;
  return provisioned_.Left(now_micros);
}

std::optional<double> ResourceCapacity::OnDemandUnits(int64_t now_micros) {
  if (!on_demand_) return std::nullopt;
  return AtOnce(now_micros);
}

std::vector<HotPartition> ResourceCapacity::Hot(bool keep_collections, int64_t now_micros) {
  std::vector<HotPartition> hot;
  for (auto& [id, partition] : partitions_) {
    if (!partition.heat.IsHot(now_micros)) continue;
    auto boundary = partition.heat.SplitPoint(keep_collections);
    if (boundary) hot.push_back({id, *std::move(boundary)});
  }
  return hot;
}

bool ResourceCapacity::HasGrown(int64_t now_micros) {
  return on_demand_ && std::floor(AtOnce(now_micros)) > least_at_once_;
}

ResourceCapacity::Partition& ResourceCapacity::Find(uint32_t partition_id, int64_t now_micros) {
  return partitions_.try_emplace(partition_id, UnitsOfPartition(), now_micros).first->second;
}

double ResourceCapacity::UnitsOfPartition() const {
  return kind_ == CapacityKind::kRead ? kReadUnitsOfPartition : kWriteUnitsOfPartition;
}

}  // namespace stator
