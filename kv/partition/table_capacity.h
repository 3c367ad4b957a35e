// The capacity of one table and of its global secondary indexes: what is consumed, and what is kept
// out. Local indexes live in the table's partitions and use the table's units.
//
// A request is checked first and charged when its cost is known; the charge always succeeds, so a
// bucket may be overdrawn (token_bucket.h). Threads: any.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/mutex.h"
#include "kv/model/table_schema.h"
#include "kv/partition/resource_capacity.h"
#include "kv/partition/table_insights.h"
#include "kv/partition/throttle.h"

namespace stator {

// What a request wants of one partition of the table, or of one index.
struct CapacityUse {
  const IndexSchema* index = nullptr;  // null: the table; local indexes count as the table
                                       // (of any schema of the table: its id tells)
  std::string_view key;                // the item's or entry's key, with its id (Location::key)
  double units = 0;                    // Charge only
  KeyAccess access = KeyAccess::kItem;
};

// A request of one kind at one moment.
struct CapacityMoment {
  CapacityKind kind = CapacityKind::kRead;
  CapacityMode mode = CapacityMode::kOff;
  int64_t now_micros = 0;  // Clock::MonotonicMicros
};

class TableCapacity {
 public:
  // The table's schema from here on: whoever reads by an older one is measured by the newest.
  void Follow(std::shared_ptr<const TableSchema> schema);

  // Counts the request as throttled where it is kept out. An index that is gone keeps nothing out.
  std::optional<Throttle> Check(const CapacityMoment& moment, const CapacityUse& use);
  void Charge(const CapacityMoment& moment, const CapacityUse& use);

  // Which keys are accessed and throttled most: fed by Check and Charge.
  const TableInsights& insights() const { return insights_; }

  // Another mode than the engine's, for this table. None: as the engine.
  void set_mode(std::optional<CapacityMode> mode) {
    mode_.store(mode ? static_cast<int>(*mode) : kAsTheEngine, std::memory_order_relaxed);
  }
  CapacityMode ModeOr(CapacityMode engine_mode) const {
    const int mode = mode_.load(std::memory_order_relaxed);
    return mode == kAsTheEngine ? engine_mode : static_cast<CapacityMode>(mode);
  }

  // Splits that what was consumed calls for, of the table and its global indexes.
  struct SplitWish {
    std::string index_name;  // "": the table
    // One partition for its heat, or what an on-demand peak has raised.
    std::optional<HotPartition> hot;
    std::optional<WarmThroughput> grown;
  };
  std::vector<SplitWish> SplitWishes(int64_t now_micros);
  // Whether anything was charged in CapacityMode::kPartition since the last call.
  bool TakeActivity() { return active_.exchange(false, std::memory_order_relaxed); }

  struct KindUse {
    double consumed_units = 0;
    uint64_t throttled[kThrottleCauses] = {};
    std::vector<PartitionUse> partitions;
    std::vector<PartitionUse> ended;               // ResourceCapacity::Ended
    std::optional<double> provisioned_units_left;  // none: on demand
    std::optional<double> on_demand_units;         // none: provisioned
  };
  struct ResourceUse {
    std::string index_name;  // "": the table
    std::vector<PartitionRange> ranges;
    KindUse read;
    KindUse write;
  };
  // The table, then each global index in the schema's order. kTotals: without the seconds.
  enum class Detail { kTotals, kSeconds };
  std::vector<ResourceUse> Use(int64_t now_micros, Detail detail = Detail::kSeconds);

 private:
  static constexpr int kAsTheEngine = -1;
  struct Resource {
    ResourceCapacity read;
    ResourceCapacity write;
    ResourceCapacity& of(CapacityKind kind) { return kind == CapacityKind::kRead ? read : write; }
  };

  // One resource, and the partition of it that a request uses.
  struct Place {
    ResourceCapacity* resource = nullptr;  // null: gone
    uint32_t partition_id = 0;
  };

  // Sets the buckets for a schema that has not been used yet.
  void Settle(int64_t now_micros) REQUIRES(mu_);
  Place Find(CapacityKind kind, const CapacityUse& use) REQUIRES(mu_);

  std::atomic<int> mode_{kAsTheEngine};
  std::atomic<bool> active_{false};
  TableInsights insights_;
  Mutex mu_;
  std::shared_ptr<const TableSchema> schema_ GUARDED_BY(mu_);
  bool settled_ GUARDED_BY(mu_) = false;
  std::map<uint32_t, Resource> resources_ GUARDED_BY(mu_);  // by the id of table or index
};

}  // namespace stator
