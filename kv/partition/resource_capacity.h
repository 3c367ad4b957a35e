// One kind of capacity of one table or global secondary index: the buckets of the whole and of each
// of its partitions. Threads: none of its own (table_capacity.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kv/model/table_schema.h"
#include "kv/partition/on_demand_peak.h"
#include "kv/partition/partition_heat.h"
#include "kv/partition/throttle.h"
#include "kv/partition/token_bucket.h"
#include "kv/partition/usage_history.h"

namespace stator {

// Units a second, as its owner set them.
struct ThroughputSettings {
  std::optional<double> provisioned;    // none: on demand
  std::optional<double> max_on_demand;  // none: no ceiling
  double warm = 0;                      // what it has to serve at once; 0: what a new one does
};

// What can be seen of one partition.
struct PartitionUse {
  uint32_t partition_id = 0;
  double units = 0;  // ever
  uint64_t throttled = 0;
  double units_left = 0;             // in its bucket
  std::vector<SecondOfUse> seconds;  // where asked for
};

// A partition that should be split for its heat.
struct HotPartition {
  uint32_t partition_id = 0;
  std::string boundary;  // PartitionHeat::SplitPoint
};

class ResourceCapacity {
 public:
  ResourceCapacity(CapacityKind kind, const ThroughputSettings& settings, int64_t now_micros);

  // After a change of settings or of the map. Partitions that stay keep what they have.
  void Configure(const ThroughputSettings& settings, const std::vector<PartitionRange>& partitions,
                 int64_t now_micros);
  // What keeps a request to the partition out, if anything does.
  std::optional<ThrottleCause> Check(uint32_t partition_id, CapacityMode mode, int64_t now_micros);
  // `key`: without its id. In CapacityMode::kOff units are counted, and no bucket is touched.
  void Take(uint32_t partition_id, std::string_view key, double units, CapacityMode mode,
            int64_t now_micros);
  void NoteThrottled(uint32_t partition_id, ThrottleCause cause, int64_t now_micros);

  // In the order of partition ids.
  std::vector<PartitionUse> Use(int64_t now_micros, bool with_seconds);
  // Of partitions that were split, as long as their seconds are kept; the first to end first.
  std::vector<PartitionUse> Ended(int64_t now_micros);
  // What is left of provisioned units, with what was saved. None: on demand.
  std::optional<double> ProvisionedUnitsLeft(int64_t now_micros);
  // Units a second that are served at once on demand. None: provisioned.
  std::optional<double> OnDemandUnits(int64_t now_micros);
  double consumed_units() const { return consumed_units_; }
  uint64_t throttled(ThrottleCause cause) const { return throttled_[static_cast<size_t>(cause)]; }
  std::vector<HotPartition> Hot(bool keep_collections, int64_t now_micros);
  // Units a second that an on-demand resource serves at once; HasGrown: more than its settings ask.
  double AtOnce(int64_t now_micros) { return peak_.Allowed(now_micros); }
  bool HasGrown(int64_t now_micros);

 private:
  struct Partition {
    explicit Partition(double limit, int64_t now_micros)
        : bucket(limit, limit, now_micros), heat(limit) {}
    TokenBucket bucket;
    PartitionHeat heat;
    UsageHistory history;
    double units = 0;
    uint64_t throttled = 0;
  };

  void Keep(const std::vector<PartitionRange>& partitions, int64_t now_micros);
  void ForgetEnded(int64_t now_micros);
  Partition& Find(uint32_t partition_id, int64_t now_micros);
  std::optional<ThrottleCause> CheckOnDemand(CapacityMode mode, int64_t now_micros);
  double UnitsOfPartition() const;

  const CapacityKind kind_;
  double least_at_once_ = 0;  // what the settings ask it to serve at once
  bool on_demand_ = false;
  TokenBucket provisioned_;
  TokenBucket max_on_demand_;
  TokenBucket account_;  // on demand only
  OnDemandPeak peak_;
  TokenBucket at_once_;  // as peak_ allows
  std::map<uint32_t, Partition> partitions_;
  std::vector<PartitionUse> ended_;
  double consumed_units_ = 0;
  uint64_t throttled_[kThrottleCauses] = {};
};

}  // namespace stator
