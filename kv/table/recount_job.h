// Counts the items and entries of every table anew, as they are when the job is made.
#pragma once

#include <atomic>
#include <memory>

#include "kv/store/store.h"
#include "kv/table/catalog.h"
#include "kv/table/job_runner.h"

namespace stator {

// The tables' counters must be zero, and changes from now on added to them as they happen; the job
// adds what it finds. Sets *counted at its end. It holds a snapshot of the store.
std::unique_ptr<BackgroundJob> NewRecountJob(Store* store, const Catalog& catalog,
                                             std::atomic<bool>* counted);

}  // namespace stator
