#include "kv/partition/table_capacity.h"

#include <utility>

#include "kv/codec/key_codec.h"
#include "kv/partition/partition_map.h"

namespace stator {
namespace {

bool HasOwnCapacity(const IndexSchema* index) {
  return index != nullptr && index->kind == IndexKind::kGlobal;
}

// Of a table or a global index.
template <typename Owner>
ThroughputSettings SettingsOf(const Owner& owner, BillingMode billing, CapacityKind kind) {
  const auto of_kind = [kind](int64_t read, int64_t write) {
    return static_cast<double>(kind == CapacityKind::kRead ? read : write);
  };
  ThroughputSettings settings;
  if (billing == BillingMode::kProvisioned) {
    settings.provisioned = of_kind(owner.throughput.read_units, owner.throughput.write_units);
  } else if (owner.on_demand) {
    const double most = of_kind(owner.on_demand->max_read_units, owner.on_demand->max_write_units);
    if (most >= 0) settings.max_on_demand = most;
  }
  if (owner.warm) settings.warm = of_kind(owner.warm->read_units, owner.warm->write_units);
  return settings;
}

uint32_t PartitionId(const std::vector<PartitionRange>& partitions, std::string_view key) {
  return partitions.empty() ? 0 : partitions[PartitionIndex(partitions, key)].id;
}

// The table or a global index: what has capacity of its own.
struct Owner {
  std::string name;  // "": the table
  uint32_t id = 0;
  const std::vector<PartitionRange>* partitions = nullptr;
  ThroughputSettings read;
  ThroughputSettings write;
};

template <typename Schema>
Owner OwnerOf(const Schema& owner, std::string name, BillingMode billing) {
  return {std::move(name), owner.id, &owner.partitions,
          SettingsOf(owner, billing, CapacityKind::kRead),
          SettingsOf(owner, billing, CapacityKind::kWrite)};
}

std::vector<Owner> OwnersIn(const TableSchema& schema) {
  std::vector<Owner> owners = {OwnerOf(schema, "", schema.billing_mode)};
  for (const IndexSchema& index : schema.indexes) {
    if (HasOwnCapacity(&index)) owners.push_back(OwnerOf(index, index.name, schema.billing_mode));
  }
  return owners;
}

uint32_t InsightsIdOf(const CapacityUse& use) {
  return HasOwnCapacity(use.index) ? use.index->id : TableInsights::kTableItself;
}

TableCapacity::KindUse UseOf(ResourceCapacity* resource, int64_t now_micros,
                             TableCapacity::Detail detail) {
  TableCapacity::KindUse use;
  use.consumed_units = resource->consumed_units();
  use.partitions = resource->Use(now_micros, detail == TableCapacity::Detail::kSeconds);
  use.provisioned_units_left = resource->ProvisionedUnitsLeft(now_micros);
  use.on_demand_units = resource->OnDemandUnits(now_micros);
  if (detail == TableCapacity::Detail::kSeconds) use.ended = resource->Ended(now_micros);
  for (size_t i = 0; i < kThrottleCauses; ++i) {
    use.throttled[i] = resource->throttled(static_cast<ThrottleCause>(i));
  }
  return use;
}

}  // namespace

void TableCapacity::Follow(std::shared_ptr<const TableSchema> schema) {
  insights_.Follow(*schema);
  MutexLock lock(&mu_);
  schema_ = std::move(schema);
  settled_ = false;
}

std::optional<Throttle> TableCapacity::Check(const CapacityMoment& moment, const CapacityUse& use) {
  if (moment.mode == CapacityMode::kOff) return std::nullopt;
  MutexLock lock(&mu_);
  Settle(moment.now_micros);
  const Place place = Find(moment.kind, use);
  if (place.resource == nullptr) return std::nullopt;
  const auto cause = place.resource->Check(place.partition_id, moment.mode, moment.now_micros);
  if (!cause) return std::nullopt;
  place.resource->NoteThrottled(place.partition_id, *cause, moment.now_micros);
  const bool by_index_of_write = HasOwnCapacity(use.index) && moment.kind == CapacityKind::kWrite;
  if (insights_.on() && !by_index_of_write) {
    insights_.CountThrottled(InsightsIdOf(use), use.access, use.key, moment.now_micros);
  }
  return Throttle{moment.kind, *cause, schema_->name,
                  HasOwnCapacity(use.index) ? use.index->name : ""};
}

void TableCapacity::Charge(const CapacityMoment& moment, const CapacityUse& use) {
  if (use.units <= 0) return;
  if (moment.mode == CapacityMode::kPartition) active_.store(true, std::memory_order_relaxed);
  if (insights_.on()) {
    insights_.CountAccess(InsightsIdOf(use), use.access, use.key, moment.kind, use.units,
                          moment.now_micros);
  }
  MutexLock lock(&mu_);
  Settle(moment.now_micros);
  const Place place = Find(moment.kind, use);
  if (place.resource == nullptr) return;
  place.resource->Take(place.partition_id, use.key.substr(kKeyIdBytes), use.units, moment.mode,
                       moment.now_micros);
}

std::vector<TableCapacity::SplitWish> TableCapacity::SplitWishes(int64_t now_micros) {
  std::vector<SplitWish> wishes;
  MutexLock lock(&mu_);
  Settle(now_micros);
  for (const Owner& owner : OwnersIn(*schema_)) {
    Resource& resource = resources_.at(owner.id);
    const bool keep_collections = owner.name.empty() && schema_->HasLocalIndexes();
    for (const CapacityKind kind : {CapacityKind::kRead, CapacityKind::kWrite}) {
      for (HotPartition& hot : resource.of(kind).Hot(keep_collections, now_micros)) {
        wishes.push_back({owner.name, std::move(hot), std::nullopt});
      }
    }
    if (resource.read.HasGrown(now_micros) || resource.write.HasGrown(now_micros)) {
      const WarmThroughput grown = {static_cast<int64_t>(resource.read.AtOnce(now_micros)),
                                    static_cast<int64_t>(resource.write.AtOnce(now_micros))};
      wishes.push_back({owner.name, std::nullopt, grown});
    }
  }
  return wishes;
}

std::vector<TableCapacity::ResourceUse> TableCapacity::Use(int64_t now_micros, Detail detail) {
  std::vector<ResourceUse> all;
  MutexLock lock(&mu_);
  Settle(now_micros);
  for (const Owner& owner : OwnersIn(*schema_)) {
    Resource& resource = resources_.at(owner.id);
    all.push_back({owner.name, *owner.partitions, UseOf(&resource.read, now_micros, detail),
                   UseOf(&resource.write, now_micros, detail)});
    if (owner.partitions->empty()) all.back().ranges.emplace_back();
  }
  return all;
}

void TableCapacity::Settle(int64_t now_micros) {
  if (settled_) return;
  settled_ = true;
  std::map<uint32_t, Resource> settled;
  for (const Owner& owner : OwnersIn(*schema_)) {
    const auto known = resources_.find(owner.id);
    const auto it =
        known != resources_.end()
            ? settled.insert(resources_.extract(known)).position
            : settled
                  .try_emplace(owner.id, Resource{{CapacityKind::kRead, owner.read, now_micros},
                                                  {CapacityKind::kWrite, owner.write, now_micros}})
                  .first;
    it->second.read.Configure(owner.read, *owner.partitions, now_micros);
    it->second.write.Configure(owner.write, *owner.partitions, now_micros);
  }
  resources_ = std::move(settled);
}

TableCapacity::Place TableCapacity::Find(CapacityKind kind, const CapacityUse& use) {
  if (!HasOwnCapacity(use.index)) {
    return {&resources_.at(schema_->id).of(kind), PartitionId(schema_->partitions, use.key)};
  }
  for (const IndexSchema& index : schema_->indexes) {
    if (index.id != use.index->id) continue;
    return {&resources_.at(index.id).of(kind), PartitionId(index.partitions, use.key)};
  }
  return {};
}

}  // namespace stator
