// The store as it was a short while ago, so that reads can be made to lag as those of a replica do.
//
// A snapshot is taken just before a commit, when the one before it is old enough: so nothing runs
// while nothing is written, and on a clock that is moved by hand the states are exact. Commits that
// follow a snapshot within the interval share it.
//
// Threads: any. Costs nothing while nothing is kept: the store then does not know of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>

#include "kv/base/clock.h"
#include "kv/base/mutex.h"
#include "kv/store/store.h"

namespace stator {

class PastStates final : public CommitObserver {
 public:
  // Both must outlive this object.
  PastStates(Store* store, const Clock* clock) : store_(store), clock_(clock) {}
  ~PastStates() override;

  // From now on At can go back so far, but not behind this moment; snapshots are the interval apart
  // at least, so there are longest / interval + 2 at the most. 0: nothing is kept any more.
  // Snapshots hold back the removal of what has been written over since.
  void Keep(int64_t longest_micros, int64_t interval_micros);

  // Which way a state is off by less than the interval.
  enum class Age { kAtLeast, kAtMost };
  // The state of so long ago, or the oldest that is kept. Null: that is the newest state.
  std::shared_ptr<const Snapshot> At(int64_t micros_ago, Age age);

  size_t kept() const;

  void BeforeCommit() override;
  void AfterCommit() override;

 private:
  struct State {
    int64_t end_micros = 0;        // when it ceased to be the newest: a commit began
    int64_t group_end_micros = 0;  // later commits are not in its group
    std::shared_ptr<const Snapshot> snapshot;
  };
  void Prune(int64_t now_micros) REQUIRES(mu_);

  Store* const store_;
  const Clock* const clock_;
  mutable Mutex mu_;
  int64_t longest_micros_ GUARDED_BY(mu_) = 0;
  int64_t interval_micros_ GUARDED_BY(mu_) = 0;
  int64_t last_commit_micros_ GUARDED_BY(mu_) = 0;
  std::deque<State> states_ GUARDED_BY(mu_);  // oldest first
};

}  // namespace stator
