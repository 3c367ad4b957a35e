// Calls of a whole engine, by operation and outcome, and errors by account and region. Threads:
// any.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "api/types/metrics.h"
#include "kv/base/mutex.h"
#include "kv/table/table_events.h"

namespace stator::api {

class CallTotals {
 public:
  void Count(size_t operation, CallOutcome outcome);
  // All zero: never called.
  std::array<uint64_t, kCallOutcomes> Of(size_t operation) const;

  // Accounts and regions are whatever callers say that they are, so only so many are told apart.
  // Errors of an account's other regions are counted under the region kOther of it, so that none
  // takes the places of the others; those of other accounts under kOther.
  static constexpr size_t kMostSpaces = 1'000;
  static constexpr size_t kMostRegions = 40;  // AWS has 34
  static constexpr std::string_view kOther = "other";
  void CountUserError(const std::string& space);
  std::map<std::string, uint64_t> UserErrors() const;

 private:
  // Every call of every table comes by here, so threads count in places of their own.
  static constexpr size_t kShards = 8;
  struct alignas(64) Shard {
    std::array<std::array<std::atomic<uint64_t>, kCallOutcomes>, TableEvents::kOperations> calls{};
  };

  // What of the spaces counts for one that is not known yet.
  std::string PlaceOf(const std::string& space) const REQUIRES(mu_);

  std::array<Shard, kShards> shards_;
  mutable Mutex mu_;
  std::map<std::string, uint64_t> user_errors_ GUARDED_BY(mu_);
};

}  // namespace stator::api
