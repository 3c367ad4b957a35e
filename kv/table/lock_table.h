// Locks on item keys: a fixed array of mutexes that keys are hashed onto ("stripes"). A caller that
// needs several keys takes their stripes in rising order and each once, so two callers can never
// wait for one another in a circle.
//
// Beside its mutex a stripe holds the keys that a transaction has marked as prepared: its items are
// taken, though nobody holds their lock (atomic_writer.h). Whoever locks a key in order to change
// its item or an index entry of it must look for a mark, which costs nothing where the stripe has
// none. Threads: any.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/mutex.h"

namespace stator {

class LockTable {
 public:
  static constexpr size_t kStripes = 4096;
  LockTable();
  size_t StripeOf(std::string_view key) const;

 private:
  friend class KeyLock;
  friend class KeyLocks;
  friend class PreparedMarks;
  struct Stripe {
    Mutex mutex;
    std::vector<std::string> prepared;  // guarded by the mutex; nearly always empty
    bool HasMark(std::string_view key) const;
  };
  Stripe* Find(std::string_view key) const { return &stripes_[StripeOf(key)]; }
  std::unique_ptr<Stripe[]> stripes_;
};

// Holds one key's stripe.
class KeyLock {
 public:
  KeyLock(LockTable* table, std::string_view key);
  ~KeyLock();
  KeyLock(const KeyLock&) = delete;
  KeyLock& operator=(const KeyLock&) = delete;

  // Whether `key`, the one that was locked, is marked.
  bool IsPrepared(std::string_view key) const {
    return !stripe_->prepared.empty() && stripe_->HasMark(key);
  }

 private:
  LockTable::Stripe* const stripe_;
};

// Holds the stripes of several keys.
class KeyLocks {
 public:
  KeyLocks(LockTable* table, const std::vector<std::string_view>& keys);
  ~KeyLocks();
  KeyLocks(const KeyLocks&) = delete;
  KeyLocks& operator=(const KeyLocks&) = delete;

  // Whether `key`, one of those that were locked, is marked.
  bool IsPrepared(std::string_view key) const;

 private:
  LockTable* const table_;
  std::vector<LockTable::Stripe*> stripes_;  // sorted by address, unique
};

// Marks on the keys of one transaction. Goes away with them.
class PreparedMarks {
 public:
  explicit PreparedMarks(LockTable* table) : table_(table) {}
  // Takes the stripes one by one: this thread must hold none of them.
  ~PreparedMarks();
  PreparedMarks(const PreparedMarks&) = delete;
  PreparedMarks& operator=(const PreparedMarks&) = delete;

  // The caller holds the locks of all keys, and none of them is marked.
  void Mark(const KeyLocks& locks, const std::vector<std::string_view>& keys);
  bool empty() const { return keys_.empty(); }

 private:
  LockTable* const table_;
  std::vector<std::string> keys_;
};

}  // namespace stator
