// The standing job that splits partitions which hold too much, whatever is throttled: once a minute
// it looks at the tables that are large enough, and where the store's estimate says that a
// partition is near the limit, its items are counted and the place is found that halves it.
#pragma once

#include <cstdint>
#include <memory>

#include "kv/base/clock.h"
#include "kv/store/store.h"
#include "kv/table/catalog.h"
#include "kv/table/job_runner.h"

namespace stator {

struct SizeSplitOptions {
  const Store* store = nullptr;
  Catalog* catalog = nullptr;
  const Clock* clock = nullptr;
  int64_t partition_bytes = 0;  // the limit, of items as DynamoDB counts them
};

// All must outlive the job.
std::unique_ptr<BackgroundJob> NewSizeSplitJob(const SizeSplitOptions& options);

}  // namespace stator
