// The earliest times that writers have lately put into the expiry index, so that the sweeper need
// not begin at the very front each time: in front of where it stopped lie the marks of all the
// entries that it removed, which the storage engine has to step over until it compacts them away.
// Threads: any.
#pragma once

#include <cstdint>
#include <map>

#include "kv/base/mutex.h"

namespace stator::ttl {

class RecentExpiries {
 public:
  // A change with that number puts an entry into the index. Called before it is committed.
  void Note(uint32_t table_id, int64_t expiry_seconds, uint64_t number);

  // The earliest time among the entries that a reader of the index may not have seen so far; or
  // INT64_MAX. A reader who starts after this call, and at this time, sees all of those of changes
  // below settled_below (ChangeNumbers::SettledBelow), so they are not reported again.
  int64_t TakeEarliest(uint32_t table_id, uint64_t settled_below);

  // The table is dropped.
  void Forget(uint32_t table_id);

 private:
  struct Notes {
    int64_t earliest_seconds = INT64_MAX;
    uint64_t last_number = 0;
  };
  // Notes are settled in two generations: a stream of new ones cannot keep the older ones for ever.
  struct OfTable {
    Notes older;
    Notes newer;
  };

  Mutex mu_;
  std::map<uint32_t, OfTable> tables_ GUARDED_BY(mu_);
};

}  // namespace stator::ttl
