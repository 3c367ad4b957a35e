#include "kv/table/lock_table.h"

#include <algorithm>
#include <functional>

#include "kv/base/hash.h"

namespace stator {

LockTable::LockTable() : stripes_(new Mutex[kStripes]) {}

size_t LockTable::StripeOf(std::string_view key) const { return HashBytes(key) % kStripes; }

KeyLock::KeyLock(LockTable* table, std::string_view key) NO_THREAD_SAFETY_ANALYSIS
    : mutex_(&table->stripes_[table->StripeOf(key)]) {
  mutex_->Lock();
}

KeyLock::~KeyLock() NO_THREAD_SAFETY_ANALYSIS { mutex_->Unlock(); }

KeyLocks::KeyLocks(LockTable* table,
                   const std::vector<std::string_view>& keys) NO_THREAD_SAFETY_ANALYSIS {
  mutexes_.reserve(keys.size());
  for (const std::string_view key : keys) {
    mutexes_.push_back(&table->stripes_[table->StripeOf(key)]);
  }
  std::sort(mutexes_.begin(), mutexes_.end(), std::less<>());
  mutexes_.erase(std::unique(mutexes_.begin(), mutexes_.end()), mutexes_.end());
  for (Mutex* mutex : mutexes_) mutex->Lock();
}

KeyLocks::~KeyLocks() NO_THREAD_SAFETY_ANALYSIS {
  for (Mutex* mutex : mutexes_) mutex->Unlock();
}

}  // namespace stator
