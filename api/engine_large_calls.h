// A bound on the memory of large requests.
#pragma once

#include <cstddef>

#include "kv/base/mutex.h"

namespace stator::api {

// Bodies beyond this count as large. A parsed document can take 15 times the memory of its text, a
// quarter of a gigabyte for the largest body, which is nothing that every thread may do at once, or
// keep.
inline constexpr size_t kLargeBodyBytes = 1 << 20;

// Lets a few calls in at a time; the others wait. A large call is busy with its parsing, so that
// more of them at once than there are cores would not end sooner.
class LargeCalls {
 public:
  explicit LargeCalls(size_t places) : free_(places) {}

  // Holds a place while it lives.
  class Place {
   public:
    explicit Place(LargeCalls* calls) : calls_(calls) { calls_->Enter(); }
    ~Place() { calls_->Leave(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    LargeCalls* const calls_;
  };

 private:
  void Enter() EXCLUDES(mu_) {
    MutexLock lock(&mu_);
    while (free_ == 0) left_.Wait(&mu_);
    --free_;
  }
  void Leave() EXCLUDES(mu_) {
    MutexLock lock(&mu_);
    ++free_;
    left_.NotifyOne();
  }

  Mutex mu_;
  CondVar left_;
  size_t free_ GUARDED_BY(mu_);
};

}  // namespace stator::api
