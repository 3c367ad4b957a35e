// A table's gate between its writers and changes of its schema. Writers hold it shared from reading
// the schema until their commit; a change of the schema holds it exclusively. Unlike a plain
// reader-writer lock it lets a waiting change in before later writers, so a stream of writers that
// overlap all the time cannot keep a schema change out for ever.
//
// A thread must not take the gate of one table twice: the second time could wait behind a change
// that waits for the first. Threads: any.
#pragma once

#include <atomic>

#include "kv/base/mutex.h"

namespace stator {

class CAPABILITY("write_gate") WriteGate {
 public:
  void Lock() ACQUIRE() NO_THREAD_SAFETY_ANALYSIS {
    turnstile_.Lock();
    change_waits_.store(true, std::memory_order_release);
    mu_.Lock();
    change_waits_.store(false, std::memory_order_release);
    turnstile_.Unlock();
  }
  void Unlock() RELEASE() NO_THREAD_SAFETY_ANALYSIS { mu_.Unlock(); }

  void LockShared() ACQUIRE_SHARED() NO_THREAD_SAFETY_ANALYSIS {
    if (change_waits_.load(std::memory_order_acquire)) {
      turnstile_.Lock();
      turnstile_.Unlock();
    }
    mu_.LockShared();
  }
  void UnlockShared() RELEASE_SHARED() NO_THREAD_SAFETY_ANALYSIS { mu_.UnlockShared(); }

 private:
  Mutex turnstile_;  // held by a change while it waits for the writers to leave
  std::atomic<bool> change_waits_{false};
  SharedMutex mu_;
};

// Shared: a writer.
class SCOPED_CAPABILITY SharedGateLock {
 public:
  explicit SharedGateLock(WriteGate* gate) ACQUIRE_SHARED(gate) : gate_(gate) {
    gate_->LockShared();
  }
  ~SharedGateLock() RELEASE() { gate_->UnlockShared(); }
  SharedGateLock(const SharedGateLock&) = delete;
  SharedGateLock& operator=(const SharedGateLock&) = delete;

 private:
  WriteGate* const gate_;
};

// Exclusive: a change of the schema.
class SCOPED_CAPABILITY ExclusiveGateLock {
 public:
  explicit ExclusiveGateLock(WriteGate* gate) ACQUIRE(gate) : gate_(gate) { gate_->Lock(); }
  ~ExclusiveGateLock() RELEASE() { gate_->Unlock(); }
  ExclusiveGateLock(const ExclusiveGateLock&) = delete;
  ExclusiveGateLock& operator=(const ExclusiveGateLock&) = delete;

 private:
  WriteGate* const gate_;
};

}  // namespace stator
