#include "kv/table/past_states.h"

#include <algorithm>
#include <utility>

namespace stator {

PastStates::~PastStates() { store_->Observe(nullptr); }

void PastStates::Keep(int64_t longest_micros, int64_t interval_micros) {
  MutexLock lock(&mu_);
  longest_micros_ = longest_micros;
  interval_micros_ = interval_micros;
  if (longest_micros == 0) {
    store_->Observe(nullptr);
    states_.clear();
    return;
  }
  store_->Observe(this);
}

std::shared_ptr<const Snapshot> PastStates::At(int64_t micros_ago, Age age) {
  const int64_t now = clock_->MonotonicMicros();
  const int64_t moment = now - micros_ago;
  MutexLock lock(&mu_);
  Prune(now);
  if (states_.empty() || last_commit_micros_ <= moment) return nullptr;
  const auto after = std::upper_bound(
      states_.begin(), states_.end(), moment,
      [](int64_t micros, const State& state) { return micros < state.end_micros; });
  if (age == Age::kAtMost) return after == states_.end() ? nullptr : after->snapshot;
  if (after == states_.begin()) return after->snapshot;
  const State& before = *std::prev(after);
  // What the next snapshot has beyond this one was all committed before the group's end.
  const bool group_ended = moment >= before.group_end_micros;
  return group_ended && after != states_.end() ? after->snapshot : before.snapshot;
}

size_t PastStates::kept() const {
  MutexLock lock(&mu_);
  return states_.size();
}

void PastStates::BeforeCommit() {
  const int64_t now = clock_->MonotonicMicros();
  MutexLock lock(&mu_);
  if (longest_micros_ == 0) return;
  Prune(now);
  last_commit_micros_ = std::max(last_commit_micros_, now);
  if (!states_.empty() && now < states_.back().group_end_micros) return;
  states_.push_back({now, now + interval_micros_, store_->NewSnapshot()});
}

void PastStates::AfterCommit() {
  const int64_t now = clock_->MonotonicMicros();
  MutexLock lock(&mu_);
  last_commit_micros_ = std::max(last_commit_micros_, now);
}

// Leaves the last state that ended before all moments that may be asked for, and all later ones.
void PastStates::Prune(int64_t now_micros) {
  const int64_t oldest = now_micros - longest_micros_;
  if (last_commit_micros_ <= oldest) states_.clear();
  while (states_.size() > 1 && states_[1].end_micros <= oldest) states_.pop_front();
}

}  // namespace stator
