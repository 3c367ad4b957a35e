// Runs of the benchmark's workloads on an engine whose clock the schedule moves: minutes of load
// are played in seconds, and the same seed gives the same figures.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>

#include "bench/driver/embedded_target.h"
#include "bench/driver/run.h"
#include "bench/driver/run_options.h"
#include "bench/driver/table_setup.h"
#include "bench/driver/workload.h"

namespace stator::bench {

class BenchRun {
 public:
  // Enforces every limit, unless the options say otherwise.
  explicit BenchRun(RunOptions options) : options_(std::move(options)) {
    if (!options_.capacity) options_.capacity = CapacityMode::kPartition;
    auto target = EmbeddedTarget::Open({.clock = &clock_});
    auto workload = MakeWorkload(options_);
    EXPECT_TRUE(target.ok() && workload.ok());
    target_ = std::move(*target);
    workload_ = std::move(*workload);
    const Status status = SetUpTable(options_, *workload_, target_.get());
    EXPECT_TRUE(status.ok()) << status.message();
  }

  // So many operations a second, for so long. A second passes before.
  RunResult Load(double rate, double seconds) {
    RunOptions options = options_;
    options.rate = rate;
    options.duration_seconds = seconds;
    const VirtualTime time{&clock_, [this] { CatchUp(); }};
    auto result = RunInVirtualTime(options, workload_.get(), target_.get(), time, nullptr);
    EXPECT_TRUE(result.ok());
    EXPECT_TRUE(result->tally.errors().empty()) << result->tally.errors().begin()->first;
    return *std::move(result);
  }

  void Rest(double seconds) {
    clock_.Advance(static_cast<int64_t>(seconds * 1e6));
    CatchUp();
  }

  // Partitions of the table itself.
  size_t Partitions() {
    auto reply = target_->engine()->DescribePartitions({.table_name = options_.table});
    EXPECT_TRUE(reply.ok());
    return reply->resources.front().use.ranges.size();
  }

 private:
  void CatchUp() { EXPECT_TRUE(target_->engine()->WaitCaughtUp(60'000'000)); }

  RunOptions options_;
  ManualClock clock_{1'700'000'000'000'000};
  std::unique_ptr<EmbeddedTarget> target_;
  std::unique_ptr<Workload> workload_;
};

// Operations that went well in the run's seconds first … last - 1, a second.
inline double OkPerSecond(const RunResult& result, int64_t first, int64_t last) {
  int64_t ok = 0;
  for (int64_t second = first; second < last; ++second) {
    const auto it = result.tally.seconds().find(second);
    if (it != result.tally.seconds().end()) ok += it->second.ok.count();
  }
  return static_cast<double>(ok) / static_cast<double>(last - first);
}

inline double UnitsPerSecond(const RunResult& result, int64_t first, int64_t last) {
  double units = 0;
  for (int64_t second = first; second < last; ++second) {
    const auto it = result.tally.seconds().find(second);
    if (it != result.tally.seconds().end()) units += it->second.write_units;
  }
  return units / static_cast<double>(last - first);
}

}  // namespace stator::bench
