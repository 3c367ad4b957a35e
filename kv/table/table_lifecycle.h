// Tables and indexes come and go. Creating is one catalog record; what takes time (filling a new
// index, freeing the space of a dropped one) is a job on the background thread, recorded in the
// catalog first, so that a restart finishes what a crash interrupted. Threads: any.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kv/base/clock.h"
#include "kv/base/status.h"
#include "kv/model/table_schema.h"
#include "kv/store/store.h"
#include "kv/table/catalog.h"
#include "kv/table/insights_switch.h"
#include "kv/table/job_runner.h"
#include "kv/table/lock_table.h"
#include "kv/table/status_jobs.h"

namespace stator {

// The index that comes or goes with a change of a table; at most one of the two.
struct IndexAction {
  std::optional<IndexSchema> create;  // a GSI; kind, id and status are filled in
  std::optional<std::string> delete_name;
};

struct LifecycleOptions {
  // How long a new table or index shows CREATING and a dropped one DELETING at the least. 0: a
  // table is ACTIVE at once, and gone at once (DynamoDB Local's -delayTransientStatuses sets it).
  int64_t transient_status_micros = 0;
};

// What a table's schema says of its state, as a client sees it: the schema's own status, but
// UPDATING for an ACTIVE table of which an index is being deleted. While a new index is being
// filled the table is ACTIVE, as AWS has it ("Managing Global Secondary Indexes": in the
// back-filling phase the table's units may be changed). (The schema's status itself is never
// UPDATING by the work of this class.)
ResourceStatus VisibleStatus(const TableSchema& schema);

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
  // Without a transient time the table is gone and its name free on return; otherwise it is
  // DELETING for that long. Its space is freed in the background. kResourceInUse unless the table
  // and all of its indexes are ACTIVE, kValidation when it is protected against deletion, kNotFound
  // when it is gone already.
  Status DeleteTable(const std::shared_ptr<Table>& table);
  // Changes a table's settings and begins to make or delete a GSI, in one step: the plan gets a
  // copy of the schema, may change settings or refuse, and says which index comes or goes. So what
  // it checks still holds when the change is made, and a crash leaves all of it or nothing.
  // kNotFound when the table is gone; otherwise the plan's errors and those of CreateIndex or
  // DeleteIndex.
  using Plan = std::function<Result<IndexAction>(TableSchema*)>;
  Status UpdateTable(const std::shared_ptr<Table>& table, const Plan& plan);
  // Adds a GSI (status CREATING), with the attribute definitions that its keys need, and back-fills
  // it. The caller has validated it. kResourceInUse when the table is not ACTIVE (UPDATING will do)
  // or has an index of that name.
  Status CreateIndex(const std::shared_ptr<Table>& table, IndexSchema index);
  // Marks a GSI DELETING; in the background it leaves the schema, with the attribute definitions
  // that only its keys needed, and its entries are freed. A back-fill of it ends. kNotFound when
  // there is no such GSI, kResourceInUse when it is DELETING already or the table is not ACTIVE.
  Status DeleteIndex(const std::shared_ptr<Table>& table, std::string_view index_name);

  // Switches Contributor Insights of the table (index_name empty) or of a global index of it, if
  // `check` agrees to the schema as it is. The answer is the setting with the status that it takes
  // on, ENABLING or DISABLING, or the one that it keeps when nothing changes. Without a transient
  // time it is settled on return. kNotFound when the table is gone, or the index is not there.
  Result<InsightsSetting> SwitchInsights(const std::shared_ptr<Table>& table,
                                         const std::string& index_name, const InsightsWish& wish,
                                         const std::function<Status(const TableSchema&)>& check);

  // Another job for the background thread. Whatever it refers to must outlive this object.
  void RunInBackground(std::unique_ptr<BackgroundJob> job);
  // One that goes on for as long as this object lives; WaitIdle does not wait for it.
  void RunStanding(std::unique_ptr<BackgroundJob> job);

  // Waits until no job is left; also for those whose time has not come. For tests and for a clean
  // stop of tools.
  void WaitIdle();
  // JobRunner::WaitCaughtUp.
  bool WaitCaughtUp(int64_t timeout_micros);

 private:
  void Resume();
  void ResumeInsights(const std::shared_ptr<Table>& table);
  // Both give the index's id.
  Result<uint32_t> AddIndex(IndexSchema index, TableSchema* schema);
  static Result<uint32_t> MarkDeleting(std::string_view index_name, TableSchema* schema);
  int64_t TransientEnd() const;

  const LifecycleOptions options_;
  RandomSource* const random_;
  JobRunner runner_;
  const JobContext context_;
};

}  // namespace stator
