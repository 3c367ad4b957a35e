#include "bench/driver/partition_timeline.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace stator::bench {

void PartitionTimeline::Add(const PartitionSnapshot& snapshot) {
  for (const PartitionState& state : snapshot.partitions) {
    Partition& partition = partitions_[{state.index_name, state.partition_id}];
    partition.index_name = state.index_name;
    partition.first_key = state.first_key;
    partition.partition_id = state.partition_id;
    Merge(state.read, &partition.read);
    Merge(state.write, &partition.write);
  }
  // A target keeps the newest only.
  for (const SplitState& split : snapshot.splits) {
    if (split.wall_seconds < start_seconds_) continue;
    const bool known = std::any_of(splits_.begin(), splits_.end(), [&](const SplitState& other) {
      return other.index_name == split.index_name && other.gone == split.gone &&
             other.made == split.made;
    });
    if (!known) splits_.push_back(split);
  }
}

void PartitionTimeline::Merge(const std::vector<SecondOfUse>& seconds,
                              std::map<int64_t, Use>* into) const {
  const auto first = static_cast<int64_t>(std::floor(start_seconds_));
  for (const SecondOfUse& second : seconds) {
    if (second.second < first) continue;
    (*into)[second.second - first] = {second.units, second.throttled};
  }
}

std::vector<PartitionTimeline::Partition> PartitionTimeline::Partitions() const {
  std::vector<Partition> partitions;
  for (const auto& [key, partition] : partitions_) partitions.push_back(partition);
  const auto order = [](const Partition& p) {
    return std::tie(p.index_name, p.first_key, p.partition_id);
  };
  std::sort(partitions.begin(), partitions.end(),
            [&](const Partition& a, const Partition& b) { return order(a) < order(b); });
  return partitions;
}

std::vector<SplitState> PartitionTimeline::Splits() const {
  std::vector<SplitState> splits = splits_;
  for (SplitState& split : splits) split.wall_seconds -= start_seconds_;
  return splits;
}

}  // namespace stator::bench
