// What takes part in every change of a table's schema: the stream opens and closes its shards in
// it, the expiry index begins and ends. Their records are in the batch of the catalog record
// itself, so that a table and what belongs to it change together or not at all.
#pragma once

#include "kv/base/status.h"
#include "kv/model/table_schema.h"
#include "kv/store/store.h"
#include "kv/table/change_numbers.h"

namespace stator {

class SchemaObserver {
 public:
  virtual ~SchemaObserver() = default;
  // Called once, when the store is open and before any schema changes. Both live until no schema
  // can change any more.
  virtual void OnOpen(const Store* /*store*/, ChangeNumbers* /*numbers*/) {}
  // Called while no write of the table is under way. `before` is null for a table that is created,
  // `after` for one that is dropped for good. May add records to `batch` and set fields of its own
  // in `after`. An error refuses the change, which then leaves nothing; the commit can still fail.
  // Threads: called by many at once, for one table by one at a time. It must not change schemas
  // itself.
  virtual Status OnSchemaChange(const TableSchema* before, TableSchema* after,
                                WriteBatch* batch) = 0;
};

}  // namespace stator
