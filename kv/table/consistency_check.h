// Whether what is stored agrees with itself. For tests and for an operator's tool: it reads every
// item and every index entry. Each call looks at one snapshot, so writes may go on; tables and
// indexes must not be created or deleted meanwhile.
#pragma once

#include "kv/base/status.h"
#include "kv/store/store.h"
#include "kv/table/catalog.h"

namespace stator {

// Every item has exactly the index entries that it should have, byte for byte, and there are no
// others. Of an index that is being filled, entries may be missing, none may be wrong; one that is
// being deleted is not looked at. kCorruption names the first breach.
Status CheckIndexes(Store* store, const Catalog& catalog);

// Every key in the partition families and in the expiry index belongs to a table or index of the
// catalog. True when no job is left (TableLifecycle::WaitIdle). kCorruption names the first breach.
Status CheckNoOrphans(Store* store, const Catalog& catalog);

// The live counters say what is stored. True when no write is under way and no recount is left.
Status CheckCounters(Store* store, const Catalog& catalog);

}  // namespace stator
