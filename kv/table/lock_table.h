// Locks on item keys: a fixed array of mutexes that keys are hashed onto ("stripes"). A caller that
// needs several keys takes their stripes in rising order and each once, so two callers can never
// wait for one another in a circle. Threads: any.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "kv/base/mutex.h"
#include "kv/table/prepared_keys.h"

namespace stator {

class LockTable {
 public:
  static constexpr size_t kStripes = 4096;
  LockTable();
  size_t StripeOf(std::string_view key) const;

  // The keys that are taken without being locked.
  PreparedKeys& prepared() { return prepared_; }

 private:
  friend class KeyLock;
  friend class KeyLocks;
  std::unique_ptr<Mutex[]> stripes_;
  PreparedKeys prepared_;
};

// Holds one key's stripe.
class KeyLock {
 public:
  KeyLock(LockTable* table, std::string_view key);
  ~KeyLock();
  KeyLock(const KeyLock&) = delete;
  KeyLock& operator=(const KeyLock&) = delete;

 private:
  Mutex* mutex_;
};

// Holds the stripes of several keys.
class KeyLocks {
 public:
  KeyLocks(LockTable* table, const std::vector<std::string_view>& keys);
  ~KeyLocks();
  KeyLocks(const KeyLocks&) = delete;
  KeyLocks& operator=(const KeyLocks&) = delete;

 private:
  std::vector<Mutex*> mutexes_;  // sorted by address, unique
};

}  // namespace stator
