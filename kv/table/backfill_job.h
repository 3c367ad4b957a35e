// Fills a new index from the items that were there before it. Writers maintain the index from the
// moment it is in the schema, so the walk only has to bring each older item's entry once; it takes
// the item's lock and reads it anew, so it never brings back what a writer changed meanwhile.
// Progress is committed with the entries: a restart goes on from there.
#pragma once

#include <cstdint>
#include <memory>

#include "kv/table/catalog.h"
#include "kv/table/job_runner.h"
#include "kv/table/status_jobs.h"

namespace stator {

// Makes the index ACTIVE when it is full, but not before that time (Clock::MonotonicMicros). Ends
// without a trace when the index or its table is deleted meanwhile.
std::unique_ptr<BackgroundJob> NewBackfillJob(const JobContext& context,
                                              std::shared_ptr<Table> table, uint32_t index_id,
                                              int64_t active_not_before_micros);

}  // namespace stator
