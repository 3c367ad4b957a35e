// The table of a run, and what is in it before.
#pragma once

#include "bench/driver/run_options.h"
#include "bench/driver/target.h"
#include "bench/driver/workload.h"

namespace stator::bench {

// Creates the table and loads its records from as many threads as the run will have. What is
// throttled is tried again, ever later. Where a capacity mode is asked for nothing is throttled
// until all is loaded.
Status SetUpTable(const RunOptions& options, const Workload& workload, Target* target);

}  // namespace stator::bench
