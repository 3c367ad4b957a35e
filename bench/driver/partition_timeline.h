// What each partition was used for, second by second over a whole run. A target tells the last five
// minutes of the partitions that it has, so it is asked every second, and what it says is kept: a
// partition that is split is gone from its next answer. Threads: none of its own.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bench/driver/target.h"

namespace stator::bench {

class PartitionTimeline {
 public:
  // Seconds and splits before it are not kept. Seconds since 1970.
  explicit PartitionTimeline(double start_seconds) : start_seconds_(start_seconds) {}

  void Add(const PartitionSnapshot& snapshot);

  // By the run's own seconds.
  struct Use {
    double units = 0;
    int64_t throttled = 0;
  };
  struct Partition {
    std::string index_name;
    std::string first_key;
    uint32_t partition_id = 0;
    std::map<int64_t, Use> read;
    std::map<int64_t, Use> write;
  };
  // By index, first key and id.
  std::vector<Partition> Partitions() const;
  std::vector<SplitState> Splits() const;  // wall_seconds: from the start

 private:
  void Merge(const std::vector<SecondOfUse>& seconds, std::map<int64_t, Use>* into) const;

  const double start_seconds_;
  std::map<std::pair<std::string, uint32_t>, Partition> partitions_;
  std::vector<SplitState> splits_;
};

}  // namespace stator::bench
