// Opens a data folder and holds the parts of the store together. It decides nothing by itself.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "kv/base/clock.h"
#include "kv/base/limits.h"
#include "kv/base/status.h"
#include "kv/partition/capacity_control.h"
#include "kv/store/store.h"
#include "kv/table/catalog.h"
#include "kv/table/change_numbers.h"
#include "kv/table/counter_keeper.h"
#include "kv/table/item_writer.h"
#include "kv/table/lock_table.h"
#include "kv/table/past_states.h"
#include "kv/table/table_lifecycle.h"

namespace stator {

struct DatabaseOptions {
  StoreOptions store;
  LifecycleOptions lifecycle;
  // Both must outlive the database.
  std::vector<WriteObserver*> write_observers;
  std::vector<SchemaObserver*> schema_observers;
  CapacityMode capacity_mode = CapacityMode::kOff;
  int64_t partition_bytes = limits::kPartitionBytes;  // partitions that hold more are split
  const Clock* clock = SystemClock();
  RandomSource* random = SystemRandom();
};

class Database {
 public:
  static Result<std::unique_ptr<Database>> Open(const DatabaseOptions& options);
  // Waits for running calls of background jobs, saves the counters, closes the store. No other call
  // may be under way.
  ~Database();

  Store& store() { return *store_; }
  Catalog& catalog() { return *catalog_; }
  ItemWriter& writer() { return *writer_; }
  TableLifecycle& lifecycle() { return *lifecycle_; }
  LockTable& locks() { return *locks_; }
  CapacityControl& capacity() { return *capacity_; }
  PastStates& past_states() { return *past_states_; }
  const ChangeNumbers& change_numbers() const { return *change_numbers_; }
  const Clock& clock() const { return *clock_; }

 private:
  Database() = default;
  // In the order of construction; destroyed from the last to the first.
  const Clock* clock_ = nullptr;
  std::unique_ptr<Store> store_;
  std::unique_ptr<PastStates> past_states_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<CounterKeeper> counters_;
  std::unique_ptr<LockTable> locks_;
  std::unique_ptr<CapacityControl> capacity_;
  std::unique_ptr<ChangeNumbers> change_numbers_;
  std::unique_ptr<ItemWriter> writer_;
  std::unique_ptr<TableLifecycle> lifecycle_;
};

}  // namespace stator
