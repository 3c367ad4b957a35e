// The jobs that end a transient state of time to live. What they do can be repeated, so a restart
// goes on where a crash interrupted.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "kv/table/job_runner.h"
#include "kv/table/status_jobs.h"
#include "kv/table/table.h"

namespace stator::ttl {

// ENABLING → ENABLED: brings the entries of the items that were there before. Writers keep the
// index from the moment the table is ENABLING, so the walk has to bring each older item's entry
// once; it takes the item's lock and reads it anew, and so never brings back what a writer changed
// meanwhile. Progress is committed with the entries. The table is ENABLED when all is indexed, but
// not before that time (Clock::MonotonicMicros). Ends without a trace when time to live is switched
// off or the table dropped meanwhile.
//
// *sweep_wanted is set then: what is due may have waited for it.
std::unique_ptr<BackgroundJob> NewIndexingJob(const JobContext& context,
                                              std::shared_ptr<Table> table,
                                              int64_t enabled_not_before_micros,
                                              std::atomic<bool>* sweep_wanted);

// DISABLING → DISABLED, not before that time.
std::unique_ptr<BackgroundJob> NewDisabledJob(const JobContext& context,
                                              std::shared_ptr<Table> table,
                                              int64_t not_before_micros);

}  // namespace stator::ttl
