// Time to live of a database: the index of what expires, the sweeper, and switching both on and off
// for a table.
//
//   TimeToLive ttl(options);
//   database_options.write_observers.push_back(ttl.write_observer());
//   database_options.schema_observers.push_back(ttl.schema_observer());
//   … Database::Open …
//   ttl.Start(database);
//
// It must outlive the database. Threads: any.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "kv/base/status.h"
#include "kv/table/database.h"
#include "ttl/expiry_index.h"
#include "ttl/sweep_job.h"

namespace stator::ttl {

struct TimeToLiveOptions {
  SweepOptions sweep;
  // How long a table shows ENABLING or DISABLING at the least.
  int64_t transient_status_micros = 0;
};

class TimeToLive {
 public:
  explicit TimeToLive(const TimeToLiveOptions& options) : options_(options) {}
  TimeToLive(const TimeToLive&) = delete;
  TimeToLive& operator=(const TimeToLive&) = delete;

  WriteObserver* write_observer() { return &index_; }
  SchemaObserver* schema_observer() { return &index_; }

  // Begins to sweep, and resumes what an earlier process left half done. Call once, before the
  // database is used by others.
  void Start(Database* database);

  // Switches it on for the attribute, or off, if `check` agrees to the schema as it is. On: the
  // table is ENABLING until its items are indexed in the background. Off: nothing is deleted any
  // more when this returns. kNotFound when the table is gone.
  Status SwitchOn(const std::shared_ptr<Table>& table, const std::string& attribute,
                  const std::function<Status(const TableSchema&)>& check);
  Status SwitchOff(const std::shared_ptr<Table>& table,
                   const std::function<Status(const TableSchema&)>& check);

  const SweepCounters& counters() const { return counters_; }

 private:
  JobContext Context() const;
  int64_t TransientEnd() const;

  const TimeToLiveOptions options_;
  ExpiryIndex index_;
  SweepCounters counters_;
  std::atomic<bool> sweep_wanted_{false};
  Database* database_ = nullptr;
};

}  // namespace stator::ttl
