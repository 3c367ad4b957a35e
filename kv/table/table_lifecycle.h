// Tables and indexes come and go. Creating is one catalog record; what takes time (filling a new
// index, freeing the space of a dropped one) is a job on the background thread, recorded in the
// catalog first, so that a restart finishes what a crash interrupted. Threads: any.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "kv/base/clock.h"
#include "kv/base/status.h"
#include "kv/model/table_schema.h"
#include "kv/store/store.h"
#include "kv/table/catalog.h"
#include "kv/table/lock_table.h"

namespace stator {

struct LifecycleOptions {
  // How long a new table or index shows CREATING and a dropped one DELETING at the least. 0: a table
  // is ACTIVE at once (DynamoDB Local's -delayTransientStatuses sets it).
  int64_t transient_status_micros = 0;
};

class TableLifecycle {
 public:
  // Resumes what an earlier process left half done. All must outlive this object.
  TableLifecycle(Store* store, Catalog* catalog, LockTable* locks, const Clock* clock,
                 RandomSource* random, LifecycleOptions options);
  // Stops the background thread; unfinished jobs resume at the next start.
  ~TableLifecycle();

  // Fills in ids, uuid, creation time and statuses; the caller has validated the rest.
  // kResourceInUse when the name is taken.
  Result<std::shared_ptr<Table>> CreateTable(TableSchema schema);
  // Marks the table DELETING and frees it in the background. kResourceInUse unless it is ACTIVE.
  Status DeleteTable(const std::shared_ptr<Table>& table);
  // Adds a GSI (status CREATING) and back-fills it. The caller has validated it.
  Status CreateIndex(const std::shared_ptr<Table>& table, IndexSchema index);
  // Marks it DELETING and frees its entries in the background.
  Status DeleteIndex(const std::shared_ptr<Table>& table, std::string_view index_name);

  // Waits until no job is left. For tests and for a clean stop of tools.
  void WaitIdle();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stator
