// The sweeper: deletes what has expired, through the one write path, and reads only what is due.
//
// It goes round the tables that have time to live ENABLED, a chunk of items from each in turn. A
// chunk is a range read of the expiry index and one group of writes, each of which looks at its
// item again under the lock: an item that was renewed in the meantime stays. After each chunk it
// rests for as long as the rate asks for, and after a round in which nothing was left for the
// interval.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "kv/table/database.h"
#include "kv/table/job_runner.h"
#include "ttl/recent_expiries.h"

namespace stator::ttl {

struct SweepOptions {
  int64_t interval_micros = 1'000'000;  // between two rounds, by the database's clock
  // Items a second, by the machine's own time, over all tables; so that a million items that expire
  // at once leave writers their share.
  int64_t items_per_second = 10'000;
};

// What the sweeper has done since the start. Threads: any.
struct SweepCounters {
  std::atomic<int64_t> entries_read{0};  // entries of the expiry index
  std::atomic<int64_t> items_deleted{0};
  std::atomic<int64_t> items_kept{0};     // renewed, gone, or held by a transaction meanwhile
  std::atomic<int64_t> stale_removed{0};  // entries whose item does not have that time: never, as
                                          // long as the index is what it should be
};

// What the sweeper shares with its surroundings. All must outlive it.
struct SweepContext {
  Database* database = nullptr;
  RecentExpiries* recent = nullptr;
  // Set by whoever wants a round before the interval is over.
  std::atomic<bool>* wanted = nullptr;
  SweepCounters* counters = nullptr;
};

// A standing job (TableLifecycle::RunStanding).
std::unique_ptr<BackgroundJob> NewSweepJob(const SweepContext& context,
                                           const SweepOptions& options);

}  // namespace stator::ttl
