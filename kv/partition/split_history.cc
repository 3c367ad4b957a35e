#include "kv/partition/split_history.h"

#include <algorithm>
#include <utility>

namespace stator {
namespace {

// A map without a record of its own is one partition with id 0.
std::vector<PartitionRange> MapOf(const std::vector<PartitionRange>& partitions) {
  return partitions.empty() ? std::vector<PartitionRange>(1) : partitions;
}

// The ids of `a` that are not in `b`.
std::vector<uint32_t> IdsWithout(const std::vector<PartitionRange>& a,
                                 const std::vector<PartitionRange>& b) {
  std::vector<uint32_t> ids;
  for (const PartitionRange& range : a) {
    const bool there = std::any_of(
        b.begin(), b.end(), [&range](const PartitionRange& other) { return other.id == range.id; });
    if (!there) ids.push_back(range.id);
  }
  return ids;
}

}  // namespace

void SplitHistory::Note(const TableSchema& before, const TableSchema& after, SplitReason reason,
                        int64_t wall_micros) {
  MutexLock lock(&mu_);
  NoteMap(before.partitions, after.partitions, {wall_micros, reason, "", {}, {}});
  for (const IndexSchema& index : after.indexes) {
    const IndexSchema* old = before.FindIndex(index.name);
    if (old == nullptr || old->id != index.id) continue;
    NoteMap(old->partitions, index.partitions, {wall_micros, reason, index.name, {}, {}});
  }
}

void SplitHistory::NoteMap(const std::vector<PartitionRange>& before,
                           const std::vector<PartitionRange>& after, SplitEvent event) {
  if (MapOf(before) == MapOf(after)) return;
  event.gone = IdsWithout(MapOf(before), MapOf(after));
  event.made = IdsWithout(MapOf(after), MapOf(before));
  events_.push_back(std::move(event));
  if (events_.size() > kKept) events_.erase(events_.begin());
}

std::vector<SplitEvent> SplitHistory::Events() const {
  MutexLock lock(&mu_);
  return events_;
}

}  // namespace stator
