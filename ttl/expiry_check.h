// Whether the expiry index agrees with the items. For tests and for an operator's tool: it reads
// every item of the tables that have time to live, and every entry.
#pragma once

#include "kv/base/status.h"
#include "kv/store/store.h"
#include "kv/table/catalog.h"

namespace stator::ttl {

// Every item that has a time has its entry, and there are no others. Of a table that is ENABLING,
// entries may be missing, none may be wrong; one without time to live has none. Looks at one
// snapshot, so writes may go on; tables must not come, go or change meanwhile. kCorruption names
// the first breach.
Status CheckExpiryIndex(Store* store, const Catalog& catalog);

}  // namespace stator::ttl
