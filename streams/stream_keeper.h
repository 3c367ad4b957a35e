// The standing background job of streams: shards that grow old are closed and go on in a child, and
// what nobody may read any more is removed from disk.
//
// Removal is by whole shards: a shard is closed after four hours, so what is too old lies on disk
// for at most some four hours longer than it can be read, and removing it costs one range deletion
// whatever it holds.
#pragma once

#include <cstdint>
#include <memory>

#include "kv/base/clock.h"
#include "kv/store/store.h"
#include "kv/table/catalog.h"
#include "kv/table/job_runner.h"

namespace stator {

// How old a shard grows. AWS rolls shards over after about four hours.
inline constexpr int64_t kShardAgeMicros = 4LL * 3600 * 1'000'000;
// How often the job looks.
inline constexpr int64_t kStreamKeeperPeriodMicros = 60'000'000;

// All must outlive the job.
std::unique_ptr<BackgroundJob> NewStreamKeeper(Store* store, Catalog* catalog, const Clock* clock);

}  // namespace stator
