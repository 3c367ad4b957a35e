#include "api/ops/call_totals.h"

#include <iterator>

namespace stator::api {
namespace {

// The calling thread's place, given out in turn.
size_t ThreadNumber() {
  static std::atomic<size_t> next{0};
  thread_local const size_t number = next.fetch_add(1, std::memory_order_relaxed);
  return number;
}

}  // namespace

void CallTotals::Count(size_t operation, CallOutcome outcome) {
  shards_[ThreadNumber() % kShards].calls[operation][static_cast<size_t>(outcome)].fetch_add(
      1, std::memory_order_relaxed);
}

std::array<uint64_t, kCallOutcomes> CallTotals::Of(size_t operation) const {
  std::array<uint64_t, kCallOutcomes> sums{};
  for (const Shard& shard : shards_) {
    for (size_t i = 0; i < kCallOutcomes; ++i) {
      sums[i] += shard.calls[operation][i].load(std::memory_order_relaxed);
    }
  }
  return sums;
}

void CallTotals::CountUserError(const std::string& space) {
  MutexLock lock(&mu_);
  const auto known = user_errors_.find(space);
  if (known != user_errors_.end()) {
    ++known->second;
  } else {
    ++user_errors_[PlaceOf(space)];
  }
}

std::string CallTotals::PlaceOf(const std::string& space) const {
  const std::string regions = space.substr(0, space.find('/')) + "/";
  const bool has_region = space.starts_with(regions);
  const auto first = user_errors_.lower_bound(regions);
  auto end = first;
  while (end != user_errors_.end() && end->first.starts_with(regions)) ++end;
  if (has_region && static_cast<size_t>(std::distance(first, end)) >= kMostRegions) {
    return regions + std::string(kOther);
  }
  return user_errors_.size() < kMostSpaces ? space : std::string(kOther);
}

std::map<std::string, uint64_t> CallTotals::UserErrors() const {
  MutexLock lock(&mu_);
  return user_errors_;
}

}  // namespace stator::api
