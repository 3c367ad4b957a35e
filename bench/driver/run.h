// The measured run: workers that take one operation after the other from a workload.
//
// An open loop has a schedule: the n-th operation is due at n / rate, whatever became of those
// before it, and its latency is counted from then on. So a target that stalls is charged with the
// wait of all that should have come meanwhile, and does not slow down its own measurement
// (coordinated omission). A closed loop begins each operation when the worker's last one has ended.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <optional>
#include <vector>

#include "bench/driver/partition_timeline.h"
#include "bench/driver/run_options.h"
#include "bench/driver/tally.h"
#include "bench/driver/target.h"
#include "bench/driver/workload.h"
#include "kv/base/clock.h"

namespace stator::bench {

struct RunResult {
  double started_wall_seconds = 0;  // of the machine's clock
  double measured_seconds = 0;
  Tally tally;
  // None: the target does not tell.
  std::optional<PartitionTimeline> partitions;
};

// Waits as the schedule says. Progress goes to `progress`, a line a second; null: none.
Result<RunResult> Run(const RunOptions& options, Workload* workload, Target* target,
                      std::FILE* progress);

// A clock that the schedule moves, so that minutes pass in a moment.
struct VirtualTime {
  ManualClock* clock = nullptr;
  std::function<void()> catch_up;  // returns when the target has done what became due
};
// One operation after the other, each when the clock stands at its time. Needs a rate. Everything
// that happens follows from the seed; only latencies are of the machine.
Result<RunResult> RunInVirtualTime(const RunOptions& options, Workload* workload, Target* target,
                                   const VirtualTime& time, std::FILE* progress);

}  // namespace stator::bench
