#include "kv/table/job_runner.h"

#include <algorithm>
#include <utility>

namespace stator {
namespace {

constexpr int64_t kRetryMicros = 1'000'000;

}  // namespace

JobRunner::JobRunner(const Clock* clock) : clock_(clock), thread_([this] { Run(); }) {}

JobRunner::~JobRunner() {
  {
    MutexLock lock(&mu_);
    stop_ = true;
  }
  changed_.NotifyAll();
  thread_.join();
}

void JobRunner::Add(std::unique_ptr<BackgroundJob> job, int64_t not_before_micros) {
  {
    MutexLock lock(&mu_);
    waiting_.push_back({std::move(job), not_before_micros, false, 0});
  }
  changed_.NotifyAll();
}

void JobRunner::AddStanding(std::unique_ptr<BackgroundJob> job) {
  {
    MutexLock lock(&mu_);
    waiting_.push_back({std::move(job), 0, true, 0});
  }
  changed_.NotifyAll();
}

void JobRunner::WaitIdle() {
  MutexLock lock(&mu_);
  while (stepping_ || !OnlyStandingWait()) changed_.Wait(&mu_);
}

bool JobRunner::WaitCaughtUp(int64_t timeout_micros) {
  const int64_t end = SystemClock()->MonotonicMicros() + timeout_micros;
  MutexLock lock(&mu_);
  while (!CaughtUp()) {
    const int64_t left = end - SystemClock()->MonotonicMicros();
    if (left <= 0) return false;
    changed_.WaitFor(&mu_, left);
  }
  return true;
}

bool JobRunner::CaughtUp() const {
  const int64_t now = clock_->MonotonicMicros();
  return !busy_ && std::all_of(waiting_.begin(), waiting_.end(), [&](const Entry& e) {
    return e.not_before_micros > now && !e.job->IsWanted();
  });
}

bool JobRunner::OnlyStandingWait() const {
  return std::all_of(waiting_.begin(), waiting_.end(), [](const Entry& e) { return e.standing; });
}

void JobRunner::Run() {
  mu_.Lock();
  while (!stop_) {
    Entry entry;
    if (!TakeDue(&entry)) continue;
    stepping_ = !entry.standing;
    busy_ = true;
    mu_.Unlock();
    const Result<JobStep> step = entry.job->Step();
    mu_.Lock();
    stepping_ = false;
    busy_ = false;
    Finish(std::move(entry), step);
  }
  mu_.Unlock();
}

bool JobRunner::TakeDue(Entry* entry) {
  if (waiting_.empty()) {
    changed_.Wait(&mu_);
    return false;
  }
  const int64_t now = clock_->MonotonicMicros();
  const int64_t machine_now = SystemClock()->MonotonicMicros();
  int64_t sleep_micros = clock_->PollMicros();
  for (auto it = waiting_.begin(); it != waiting_.end(); ++it) {
    const int64_t waits = it->job->IsWanted() ? 0 : it->not_before_micros - now;
    const int64_t due_in = std::max(waits, it->rests_until_micros - machine_now);
    if (due_in > 0) {
      sleep_micros = std::min(sleep_micros, due_in);
      continue;
    }
    *entry = std::move(*it);
    waiting_.erase(it);
    return true;
  }
  changed_.WaitFor(&mu_, sleep_micros);
  return false;
}

void JobRunner::Finish(Entry entry, const Result<JobStep>& step) {
  if (!step.ok() || !step->done) {
    entry.not_before_micros =
        step.ok() ? step->not_before_micros : clock_->MonotonicMicros() + kRetryMicros;
    entry.rests_until_micros = step.ok() && step->pause_micros > 0
                                   ? SystemClock()->MonotonicMicros() + step->pause_micros
                                   : 0;
    waiting_.push_back(std::move(entry));
  }
  changed_.NotifyAll();  // who waits for the end of the work looks anew
}

}  // namespace stator
