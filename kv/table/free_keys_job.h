// Deletes the keys of a dropped table or index and frees their space. The catalog's record of the
// drop goes last, so a restart begins anew where a crash interrupted.
#pragma once

#include <cstdint>
#include <memory>

#include "kv/store/store.h"
#include "kv/table/catalog_records.h"
#include "kv/table/job_runner.h"

namespace stator {

// Keys of each id, in every partition family.
KeyRange KeysOfId(uint32_t id);

// The ids are in no schema any more, and no write that knew them is under way.
std::unique_ptr<BackgroundJob> NewFreeKeysJob(Store* store, DroppedIds dropped);

}  // namespace stator
