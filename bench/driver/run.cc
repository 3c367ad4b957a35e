#include "bench/driver/run.h"

#include <sys/prctl.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <memory>
#include <thread>
#include <utility>

#include "bench/driver/progress.h"
#include "bench/driver/random.h"

namespace stator::bench {
namespace {

constexpr double kMicros = 1e6;

Outcome Execute(const Action& action, Lane* lane) {
  Outcome sum;
  for (const Request& request : action.requests) {
    Outcome outcome = lane->Execute(request);
    outcome.read_units += sum.read_units;
    outcome.write_units += sum.write_units;
    sum = std::move(outcome);
    if (sum.kind != Outcome::Kind::kOk) break;
  }
  return sum;
}

// When the run's parts begin, in microseconds of the machine's monotonic clock.
struct Times {
  int64_t start = 0;
  int64_t measured = 0;  // after the warm-up
  int64_t end = 0;
};

class Worker {
 public:
  Worker(const RunOptions& options, const Times& times, Workload* workload, Target* target,
         std::atomic<int64_t>* next, Progress* progress)
      : options_(options),
        times_(times),
        workload_(workload),
        lane_(target->NewLane()),
        next_(next),
        progress_(progress) {}

  void Work() {
    // Sleep to the microsecond: by default the kernel may wake a thread 50 microseconds late.
    prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    while (options_.rate ? StepOpen() : StepClosed()) {
    }
  }
  const Tally& tally() const { return tally_; }

 private:
  static int64_t Now() { return SystemClock()->MonotonicMicros(); }

  bool StepOpen() {
    const int64_t number = next_->fetch_add(1, std::memory_order_relaxed);
    const int64_t due =
        times_.start + static_cast<int64_t>(static_cast<double>(number) * kMicros / *options_.rate);
    if (due >= times_.end) return false;
    const int64_t now = Now();
    if (now >= times_.end) {
      if (due >= times_.measured) tally_.CountNotStarted();
      return true;
    }
    if (due > now) std::this_thread::sleep_for(std::chrono::microseconds(due - now));
    Do(number, due);
    return true;
  }

  bool StepClosed() {
    const int64_t now = Now();
    if (now >= times_.end) return false;
    Do(next_->fetch_add(1, std::memory_order_relaxed), now);
    return true;
  }

  void Do(int64_t number, int64_t since) {
    Random random(options_.seed, number);
    const Action action = workload_->Next(&random);
    const Outcome outcome = Execute(action, lane_.get());
    const int64_t now = Now();
    if (since < times_.measured) return;
    progress_->Count(outcome.kind);
    tally_.Count(action.name, outcome, now - since,
                 (now - times_.measured) / static_cast<int64_t>(kMicros));
  }

  const RunOptions& options_;
  const Times times_;
  Workload* const workload_;
  const std::unique_ptr<Lane> lane_;
  std::atomic<int64_t>* const next_;
  Progress* const progress_;
  Tally tally_;
};

int64_t MicrosOf(double seconds) { return static_cast<int64_t>(std::llround(seconds * kMicros)); }

// Once a second, until the end: what has happened, and what the partitions did.
void Watch(const RunOptions& options, const Times& times, Target* target, Progress* progress,
           RunResult* result) {
  for (int64_t at = times.measured; at < times.end; at += static_cast<int64_t>(kMicros)) {
    const int64_t next = std::min(at + static_cast<int64_t>(kMicros), times.end);
    const int64_t now = SystemClock()->MonotonicMicros();
    if (next > now) std::this_thread::sleep_for(std::chrono::microseconds(next - now));
    progress->Report(static_cast<double>(next - times.measured) / kMicros);
    if (!result->partitions) continue;
    if (const auto snapshot = target->Partitions(options.table)) result->partitions->Add(*snapshot);
  }
}

}  // namespace

Result<RunResult> Run(const RunOptions& options, Workload* workload, Target* target,
                      std::FILE* progress_file) {
  const Clock& clock = *SystemClock();
  RunResult result;
  Times times;
  // The load's units belong to seconds before the run's first one.
  if (target->Partitions(options.table)) std::this_thread::sleep_for(std::chrono::seconds(2));
  times.start = clock.MonotonicMicros();
  times.measured = times.start + MicrosOf(options.warm_up_seconds);
  times.end = times.measured + MicrosOf(options.duration_seconds);
  result.measured_seconds = options.duration_seconds;
  result.started_wall_seconds =
      static_cast<double>(clock.WallMicros() + times.measured - times.start) / kMicros;
  if (target->Partitions(options.table)) result.partitions.emplace(result.started_wall_seconds);

  Progress progress(progress_file);
  std::atomic<int64_t> next{0};
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<std::thread> threads;
  for (int i = 0; i < options.workers; ++i) {
    workers.push_back(std::make_unique<Worker>(options, times, workload, target, &next, &progress));
    threads.emplace_back([worker = workers.back().get()] { worker->Work(); });
  }
  Watch(options, times, target, &progress, &result);
  for (std::thread& thread : threads) thread.join();
  for (const auto& worker : workers) result.tally.Add(worker->tally());
  if (result.partitions) {
    if (const auto snapshot = target->Partitions(options.table)) result.partitions->Add(*snapshot);
  }
  return result;
}

Result<RunResult> RunInVirtualTime(const RunOptions& options, Workload* workload, Target* target,
                                   const VirtualTime& time, std::FILE* progress_file) {
  if (!options.rate) return ValidationError("virtual time needs a rate: nothing else moves it");
  RunResult result;
  result.started_wall_seconds = static_cast<double>(SystemClock()->WallMicros()) / kMicros;
  result.measured_seconds = options.duration_seconds;
  const auto second = static_cast<int64_t>(kMicros);
  // Seconds of the run and of the engine begin together, and later than the load's last one.
  time.clock->Advance(2 * second - time.clock->WallMicros() % second);
  const int64_t start = time.clock->WallMicros();
  const int64_t measured = start + MicrosOf(options.warm_up_seconds);
  const int64_t end = measured + MicrosOf(options.duration_seconds);
  result.partitions.emplace(static_cast<double>(measured) / kMicros);
  Progress progress(progress_file);
  const std::unique_ptr<Lane> lane = target->NewLane();
  const auto look = [&](int64_t at) {
    progress.Report(static_cast<double>(at - measured) / kMicros);
    if (const auto snapshot = target->Partitions(options.table)) result.partitions->Add(*snapshot);
  };
  int64_t next_second = start + second;
  // Each second's use is looked at in that second, because the next one may begin with a split.
  const auto move_to = [&](int64_t to) {
    for (; next_second <= to; next_second += second) {
      look(next_second);
      time.clock->Advance(next_second - time.clock->WallMicros());
      time.catch_up();
    }
    time.clock->Advance(to - time.clock->WallMicros());
  };
  for (int64_t number = 0;; ++number) {
    const int64_t due =
        start + static_cast<int64_t>(static_cast<double>(number) * kMicros / *options.rate);
    if (due >= end) break;
    move_to(due);
    Random random(options.seed, number);
    const Action action = workload->Next(&random);
    const int64_t before = SystemClock()->MonotonicMicros();
    const Outcome outcome = Execute(action, lane.get());
    const int64_t micros = SystemClock()->MonotonicMicros() - before;
    if (due < measured) continue;
    progress.Count(outcome.kind);
    result.tally.Count(action.name, outcome, micros, (due - measured) / second);
  }
  move_to(end);
  if (const auto snapshot = target->Partitions(options.table)) result.partitions->Add(*snapshot);
  return result;
}

}  // namespace stator::bench
