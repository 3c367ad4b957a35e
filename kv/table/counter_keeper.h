// Keeps the tables' live counters (kv/table/table.h) over a restart. They are saved when the folder
// is closed in good order; the record of that is removed as soon as the folder is open again. So
// where there is none, the last stop was not clean, and a background job counts everything anew
// from the state at opening, while writes add their changes on top. A store in memory needs none of
// this.
#pragma once

#include <atomic>
#include <memory>
#include <string_view>
#include <utility>

#include "kv/base/status.h"
#include "kv/store/store.h"
#include "kv/table/catalog.h"
#include "kv/table/job_runner.h"

namespace stator {

class CounterKeeper {
 public:
  // Restores the counters, or prepares the recount. Call before the first write to a table. Both
  // must outlive the keeper.
  static Result<std::unique_ptr<CounterKeeper>> Open(Store* store, Catalog* catalog);

  // The job that counts anew, once; null when there is nothing to count. It must be gone before
  // this object and the store.
  std::unique_ptr<BackgroundJob> TakeRecountJob() { return std::move(recount_); }

  // After the last write: saves the counters, if they are known to be exact.
  Status Save();

 private:
  CounterKeeper(Store* store, Catalog* catalog) : store_(store), catalog_(catalog) {}
  Status Restore(std::string_view record);
  bool Exact() const;

  Store* const store_;
  Catalog* const catalog_;
  std::unique_ptr<BackgroundJob> recount_;
  std::atomic<bool> counted_{true};
};

}  // namespace stator
