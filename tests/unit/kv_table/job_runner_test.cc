#include "kv/table/job_runner.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

namespace stator {
namespace {

class FunctionJob final : public BackgroundJob {
 public:
  explicit FunctionJob(std::function<Result<JobStep>()> step) : step_(std::move(step)) {}
  Result<JobStep> Step() override { return step_(); }

 private:
  const std::function<Result<JobStep>()> step_;
};

std::unique_ptr<BackgroundJob> Job(std::function<Result<JobStep>()> step) {
  return std::make_unique<FunctionJob>(std::move(step));
}

TEST(JobRunner, StepsAJobUntilItIsDone) {
  JobRunner runner(SystemClock());
  std::atomic<int> steps{0};
  runner.Add(Job([&] { return ++steps < 5 ? JobStep::Again() : JobStep::Done(); }));
  runner.WaitIdle();
  EXPECT_EQ(steps.load(), 5);
}

TEST(JobRunner, GivesJobsTurns) {
  JobRunner runner(SystemClock());
  std::atomic<bool> second_done{false};
  runner.Add(Job([&] { return second_done ? JobStep::Done() : JobStep::Again(); }));
  runner.Add(Job([&] {
    second_done = true;
    return JobStep::Done();
  }));
  runner.WaitIdle();
  EXPECT_TRUE(second_done.load());
}

TEST(JobRunner, WaitsForTheInjectedClock) {
  ManualClock clock(1'000);
  JobRunner runner(&clock);
  std::atomic<bool> ran{false};
  runner.Add(Job([&] {
               ran = true;
               return JobStep::Done();
             }),
             2'000);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_FALSE(ran.load());
  clock.Advance(1'000);
  runner.WaitIdle();
  EXPECT_TRUE(ran.load());
}

TEST(JobRunner, RepeatsAStepThatFailedASecondLater) {
  ManualClock clock(0);
  JobRunner runner(&clock);
  std::atomic<int> steps{0};
  std::atomic<int64_t> repeated_micros{0};
  runner.Add(Job([&]() -> Result<JobStep> {
    if (++steps == 1) return Status(Code::kUnavailable, "not now");
    repeated_micros = clock.MonotonicMicros();
    return JobStep::Done();
  }));
  while (steps.load() == 0) std::this_thread::yield();
  while (steps.load() == 1) {
    clock.Advance(100'000);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  runner.WaitIdle();
  EXPECT_EQ(steps.load(), 2);
  EXPECT_GE(repeated_micros.load(), 1'000'000);
}

TEST(JobRunner, AJobMayAddAnother) {
  JobRunner runner(SystemClock());
  std::atomic<bool> ran{false};
  runner.Add(Job([&] {
    runner.Add(Job([&] {
      ran = true;
      return JobStep::Done();
    }));
    return JobStep::Done();
  }));
  runner.WaitIdle();
  EXPECT_TRUE(ran.load());
}

TEST(JobRunner, IsIdleWithStandingJobsLeft) {
  JobRunner runner(SystemClock());
  std::atomic<int> steps{0};
  runner.AddStanding(Job([&] {
    ++steps;
    return JobStep::Again(SystemClock()->MonotonicMicros() + 1'000);
  }));
  std::atomic<bool> ran{false};
  runner.Add(Job([&] {
    ran = true;
    return JobStep::Done();
  }));
  runner.WaitIdle();
  EXPECT_TRUE(ran.load());
  const int before = steps.load();
  while (steps.load() < before + 3) std::this_thread::yield();
}

TEST(JobRunner, StopsWithJobsLeft) {
  ManualClock clock(0);
  auto runner = std::make_unique<JobRunner>(&clock);
  runner->Add(Job([] { return JobStep::Done(); }), 1'000'000);
  runner->Add(Job([] { return JobStep::Again(); }));
  const auto start = std::chrono::steady_clock::now();
  runner.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(JobRunner, AJobThatRestsGoesOnThoughTheClockStandsStill) {
  ManualClock clock(0);
  JobRunner runner(&clock);
  std::atomic<int> steps{0};
  const int64_t start = SystemClock()->MonotonicMicros();
  runner.Add(Job([&] { return ++steps < 4 ? JobStep::Pause(10'000) : JobStep::Done(); }));
  runner.WaitIdle();
  EXPECT_EQ(steps.load(), 4);
  EXPECT_GE(SystemClock()->MonotonicMicros() - start, 30'000);
}

TEST(JobRunner, IsCaughtUpWhenNothingIsDue) {
  ManualClock clock(0);
  JobRunner runner(&clock);
  std::atomic<int> rounds{0};
  runner.AddStanding(Job([&] {
    ++rounds;
    return JobStep::Again(clock.MonotonicMicros() + 1'000'000);
  }));
  EXPECT_TRUE(runner.WaitCaughtUp(10'000'000));
  EXPECT_EQ(rounds.load(), 1);
  for (int round = 2; round <= 20; ++round) {
    clock.Advance(1'000'000);
    EXPECT_TRUE(runner.WaitCaughtUp(10'000'000));
    EXPECT_EQ(rounds.load(), round);
  }
}

TEST(JobRunner, IsNotCaughtUpWhileAJobHasMoreToDo) {
  ManualClock clock(0);
  JobRunner runner(&clock);
  std::atomic<bool> enough{false};
  runner.AddStanding(Job([&] {
    return enough ? JobStep::Again(clock.MonotonicMicros() + 1'000'000) : JobStep::Pause(1'000);
  }));
  EXPECT_FALSE(runner.WaitCaughtUp(50'000));
  enough = true;
  EXPECT_TRUE(runner.WaitCaughtUp(10'000'000));
}

// Takes a turn each second, and one whenever it is asked to.
class AskedJob final : public BackgroundJob {
 public:
  AskedJob(const Clock* clock, std::atomic<bool>* asked, std::atomic<int>* turns)
      : clock_(clock), asked_(asked), turns_(turns) {}
  Result<JobStep> Step() override {
    *asked_ = false;
    ++*turns_;
    return JobStep::Again(clock_->MonotonicMicros() + 1'000'000);
  }
  bool IsWanted() const override { return *asked_; }

 private:
  const Clock* const clock_;
  std::atomic<bool>* const asked_;
  std::atomic<int>* const turns_;
};

TEST(JobRunner, AJobThatAnotherOneWantsHasItsTurnBeforeItsTime) {
  ManualClock clock(0);
  std::atomic<bool> asked{false};
  std::atomic<int> turns{0};
  JobRunner runner(&clock);
  runner.AddStanding(std::make_unique<AskedJob>(&clock, &asked, &turns));
  EXPECT_TRUE(runner.WaitCaughtUp(10'000'000));
  EXPECT_EQ(turns.load(), 1);
  for (int turn = 2; turn < 10; ++turn) {
    runner.Add(Job([&] {
      asked = true;
      return JobStep::Done();
    }));
    EXPECT_TRUE(runner.WaitCaughtUp(10'000'000));
    EXPECT_EQ(turns.load(), turn);
  }
}

}  // namespace
}  // namespace stator
