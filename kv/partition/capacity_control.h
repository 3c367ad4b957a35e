// What is enforced, and on which clock: one for a whole engine. Threads: any.
#pragma once

#include <atomic>

#include "kv/base/clock.h"
#include "kv/partition/table_capacity.h"

namespace stator {

class CapacityControl {
 public:
  // The clock must outlive this object.
  CapacityControl(const Clock* clock, CapacityMode mode) : clock_(clock), mode_(mode) {}

  CapacityMode mode() const { return mode_.load(std::memory_order_relaxed); }
  void set_mode(CapacityMode mode) { mode_.store(mode, std::memory_order_relaxed); }

  CapacityMoment MomentOf(const TableCapacity& table, CapacityKind kind) const {
    return {kind, table.ModeOr(mode()), clock_->MonotonicMicros()};
  }

 private:
  const Clock* const clock_;
  std::atomic<CapacityMode> mode_;
};

}  // namespace stator
