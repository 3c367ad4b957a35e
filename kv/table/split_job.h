// The standing job that splits partitions for heat, and when an on-demand table or index grows: it
// looks once a second at the tables that were used (CapacityMode::kPartition only).
#pragma once

#include <memory>

#include "kv/base/clock.h"
#include "kv/table/catalog.h"
#include "kv/table/job_runner.h"

namespace stator {

// Both must outlive the job.
std::unique_ptr<BackgroundJob> NewSplitJob(Catalog* catalog, const Clock* clock);

}  // namespace stator
