// The short jobs that end a transient status: CREATING → ACTIVE, DELETING → gone. Each is one
// change of the catalog; repeating it does no harm.
#pragma once

#include <cstdint>
#include <memory>

#include "kv/base/clock.h"
#include "kv/store/store.h"
#include "kv/table/catalog.h"
#include "kv/table/job_runner.h"
#include "kv/table/lock_table.h"

namespace stator {

// What jobs work with. All outlive them.
struct JobContext {
  Store* store = nullptr;
  Catalog* catalog = nullptr;
  LockTable* locks = nullptr;
  const Clock* clock = nullptr;
  JobRunner* runner = nullptr;
};

// A new table and its indexes become ACTIVE.
std::unique_ptr<BackgroundJob> NewActivateTableJob(const JobContext& context,
                                                   std::shared_ptr<Table> table);

// A table that is DELETING leaves the catalog, and its keys are freed by another job.
std::unique_ptr<BackgroundJob> NewDropTableJob(const JobContext& context,
                                               std::shared_ptr<Table> table);

// An index that is DELETING leaves the schema, and its keys are freed by another job.
std::unique_ptr<BackgroundJob> NewDropIndexJob(const JobContext& context,
                                               std::shared_ptr<Table> table, uint32_t index_id);

}  // namespace stator
