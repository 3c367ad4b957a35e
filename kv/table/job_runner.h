// One background thread that works on jobs in turns: each job does a short step, then the next one
// has its turn. So a long back-fill does not keep a new table waiting, and stopping is quick.
// Threads: any may add jobs.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <thread>

#include "kv/base/clock.h"
#include "kv/base/mutex.h"
#include "kv/base/status.h"

namespace stator {

// What a job wants after a step.
struct JobStep {
  bool done = false;
  int64_t not_before_micros = 0;  // Clock::MonotonicMicros; unless done, the time of the next step
  int64_t pause_micros = 0;       // and for how long the job rests first, of the machine's own time

  static JobStep Done() { return {true, 0, 0}; }
  static JobStep Again(int64_t not_before_micros = 0) { return {false, not_before_micros, 0}; }
  // For a job that has more to do and leaves room for others. It goes on by itself, also where the
  // injected clock stands still.
  static JobStep Pause(int64_t pause_micros) { return {false, 0, pause_micros}; }
};

class BackgroundJob {
 public:
  virtual ~BackgroundJob() = default;
  // A piece of work of some milliseconds. After an error it is called again a second later: a step
  // must leave things so that it can be repeated. Called by the background thread only.
  virtual Result<JobStep> Step() = 0;
  // Whether it should have its turn before the time that it asked for, because of what another job
  // has done. Called often, and by any thread.
  virtual bool IsWanted() const { return false; }
};

class JobRunner {
 public:
  explicit JobRunner(const Clock* clock);
  // Waits for the step that is running; jobs that are left are destroyed unfinished.
  ~JobRunner();
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  void Add(std::unique_ptr<BackgroundJob> job, int64_t not_before_micros = 0);
  // A job that goes on for as long as the runner lives, like a sweeper. WaitIdle does not wait for
  // it.
  void AddStanding(std::unique_ptr<BackgroundJob> job);
  // Returns when no job is left but standing ones, also none that waits for its time.
  void WaitIdle();
  // Waits until no job, standing or not, has anything to do at this moment of the injected clock:
  // after a clock has been moved, until what has become due is done. False when that takes longer
  // than the time given, which is the machine's own.
  bool WaitCaughtUp(int64_t timeout_micros);

 private:
  struct Entry {
    std::unique_ptr<BackgroundJob> job;
    int64_t not_before_micros = 0;
    bool standing = false;
    int64_t rests_until_micros = 0;  // SystemClock's MonotonicMicros
  };

  void Run();
  bool OnlyStandingWait() const REQUIRES(mu_);
  bool CaughtUp() const REQUIRES(mu_);
  // Moves the first entry that is due out of waiting_, or waits a while and finds none.
  bool TakeDue(Entry* entry) REQUIRES(mu_);
  void Finish(Entry entry, const Result<JobStep>& step) REQUIRES(mu_);

  const Clock* const clock_;
  Mutex mu_;
  CondVar changed_;
  std::list<Entry> waiting_ GUARDED_BY(mu_);  // in the order of their turns
  bool stepping_ GUARDED_BY(mu_) = false;     // a job that is not standing
  bool busy_ GUARDED_BY(mu_) = false;         // any job
  bool stop_ GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace stator
