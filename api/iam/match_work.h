// How much work the decisions of one request may be. Matching costs up to pattern times text, and
// both come from callers: policies of a table, of a session, names of attributes of 64 KB each. So
// steps are counted, and when there are none left nothing more is matched and the request is
// refused (Decision::too_much_work): neither may an Allow hold, nor may a Deny be passed by.
#pragma once

#include <cstddef>
#include <cstdint>

namespace stator::api::iam {

// Threads: one at a time.
class MatchWork {
 public:
  // A step is one character of a pattern held against one of a text, or what takes as long: 1 to
  // 4 ns, so that all of them are some tens of milliseconds.
  static constexpr int64_t kMostSteps = 10'000'000;
  // Bytes that are compared at once count as one step.
  static constexpr size_t kBytesInStep = 16;
  static constexpr size_t kStepsOfCall = 4;     // of comparing two texts at all
  static constexpr size_t kStepsOfLookup = 16;  // of looking for a condition key

  explicit MatchWork(int64_t most_steps = kMostSteps) : most_(most_steps) {}

  void Spend(size_t steps) { spent_ += static_cast<int64_t>(steps); }
  // Of running through so many bytes, or comparing them.
  void SpendOnBytes(size_t bytes) { Spend(kStepsOfCall + bytes / kBytesInStep); }
  bool exhausted() const { return spent_ > most_; }
  int64_t spent() const { return spent_; }
  int64_t left() const { return most_ - spent_; }

 private:
  int64_t most_;
  int64_t spent_ = 0;
};

// Counts the steps of one loop.
class StepMeter {
 public:
  explicit StepMeter(MatchWork* work) : work_(work), most_(work->left()) {}
  ~StepMeter() { work_->Spend(static_cast<size_t>(steps_)); }
  StepMeter(const StepMeter&) = delete;
  StepMeter& operator=(const StepMeter&) = delete;

  // False: that would be one too many.
  bool Step() { return ++steps_ <= most_; }

 private:
  MatchWork* const work_;
  const int64_t most_;
  int64_t steps_ = 0;
};

}  // namespace stator::api::iam
