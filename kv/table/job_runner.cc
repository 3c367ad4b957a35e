#include "kv/table/job_runner.h"

#include <utility>

namespace stator {
namespace {

// How often the clock is looked at while jobs wait for their time. The injected clock can be moved
// at any moment, so there is no telling how long to sleep.
constexpr int64_t kPollMicros = 2'000;
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
    waiting_.push_back({std::move(job), not_before_micros});
  }
  changed_.NotifyAll();
}

void JobRunner::WaitIdle() {
  MutexLock lock(&mu_);
  while (stepping_ || !waiting_.empty()) changed_.Wait(&mu_);
}

void JobRunner::Run() {
  mu_.Lock();
  while (!stop_) {
    Entry entry;
    if (!TakeDue(&entry)) continue;
    stepping_ = true;
    mu_.Unlock();
    const Result<JobStep> step = entry.job->Step();
    mu_.Lock();
    stepping_ = false;
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
  for (auto it = waiting_.begin(); it != waiting_.end(); ++it) {
    if (it->not_before_micros > now) continue;
    *entry = std::move(*it);
    waiting_.erase(it);
    return true;
  }
  changed_.WaitFor(&mu_, kPollMicros);
  return false;
}

void JobRunner::Finish(Entry entry, const Result<JobStep>& step) {
  if (step.ok() && step->done) {
    if (waiting_.empty()) changed_.NotifyAll();
    return;
  }
  entry.not_before_micros =
      step.ok() ? step->not_before_micros : clock_->MonotonicMicros() + kRetryMicros;
  waiting_.push_back(std::move(entry));
}

}  // namespace stator
