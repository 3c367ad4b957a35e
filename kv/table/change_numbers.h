// Numbers that order the changes of items. A change takes its number while its item is locked, so
// the changes of one item have rising numbers; but writers of different items commit in any order.
// A reader that follows changes by number must therefore stop below the first number whose commit
// is still under way: SettledBelow(). Numbers are reserved on disk in blocks, so that no number is
// given twice, also after a crash. Threads: any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>

#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "kv/store/store.h"

namespace stator {

class ChangeNumbers;

// Numbers that one batch took, under way until this object is gone.
class ChangeTicket {
 public:
  ChangeTicket() = default;
  ~ChangeTicket();
  ChangeTicket(ChangeTicket&& other) noexcept;
  ChangeTicket& operator=(ChangeTicket&& other) noexcept;

  uint64_t first() const { return first_; }

 private:
  friend class ChangeNumbers;
  ChangeTicket(ChangeNumbers* numbers, uint64_t first, size_t count)
      : numbers_(numbers), first_(first), count_(count) {}
  ChangeNumbers* numbers_ = nullptr;
  uint64_t first_ = 0;
  size_t count_ = 0;
};

class ChangeNumbers {
 public:
  // The store must outlive this object.
  static Result<std::unique_ptr<ChangeNumbers>> Load(Store* store);

  // `count` numbers in a row, the first being ticket.first(). The ticket must be gone before this
  // object is.
  Result<ChangeTicket> Take(size_t count);

  // Every change with a lower number has been committed, or has failed and never will be.
  uint64_t SettledBelow() const;

 private:
  friend class ChangeTicket;
  explicit ChangeNumbers(Store* store) : store_(store) {}
  Status Reserve(size_t count) REQUIRES(mu_);
  void Settle(uint64_t first, size_t count);

  Store* const store_;
  mutable Mutex mu_;
  uint64_t next_ GUARDED_BY(mu_) = 1;
  uint64_t reserved_end_ GUARDED_BY(mu_) = 1;  // numbers below this one are reserved on disk
  uint64_t settled_below_ GUARDED_BY(mu_) = 1;
  std::deque<bool> settled_ GUARDED_BY(mu_);  // of settled_below_ … next_ - 1
};

}  // namespace stator
